import { GatewayError } from '../../core/gateway-error';
import type { OperationName } from '../../core/operation';
import type { UpstreamRequest } from '../../core/upstream';
import type { Clock } from '../clock';
import { Company } from './follower-spans';
import type { Connection } from '../connection';
import type { Journey } from '../operation-run';
import type { GatewayObserver } from '../observer';
import { Party } from './coalescing-group';

/** A read that waits for quota, for everyone who wants the same. */
class SharedRead {
  readonly party = new Party<Journey>();
  readonly company = new Company();
  payload: unknown;

  constructor(readonly expectedMs: number) {}
}

/**
 * Reads with the same bytes share one vendor call while it waits. A read that has been sent is not
 * joined any more: it may be older than a write that was acknowledged since.
 */
export class SharedReads {
  private readonly waiting = new Map<string, SharedRead>();

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly observer: GatewayObserver,
  ) {}

  /**
   * The payload of the read.
   * @param name of the operation that reads
   * @throws GatewayError as a journey does
   */
  async send(name: OperationName, request: UpstreamRequest, journey: Journey): Promise<unknown> {
    const bytes = `${request.method} ${request.path} ${request.body ?? ''}`;
    const known = this.waiting.get(bytes);
    const wait = journey.wait();
    if (known !== undefined && this.clock.now() + wait.maxWaitMs >= known.expectedMs) {
      this.observer.merged(this.connection.name, name);
      const joined = known.party.join(journey, wait, () => this.late(known));
      await known.company.along(wait.span, this.connection.name, joined);
      return known.payload;
    }
    const expectedMs = this.clock.now() + this.connection.limiter.forecast(request.draws);
    const read = new SharedRead(expectedMs);
    this.waiting.set(bytes, read);
    const joined = read.party.join(journey, wait, () => this.late(read));
    void this.lead(request, read, bytes);
    await joined;
    return read.payload;
  }

  private async lead(request: UpstreamRequest, read: SharedRead, bytes: string): Promise<void> {
    const forget = (): void => {
      if (this.waiting.get(bytes) === read) this.waiting.delete(bytes);
    };
    await read.party.travel(
      async (leader) => {
        read.payload = await leader.leading(read.party.signal, read.company).sendLatest({
          request: () => request,
          setOff: () => {
            forget();
            read.party.setOff();
          },
        });
      },
      (error) => error,
    );
    forget();
  }

  private late({ expectedMs }: SharedRead): GatewayError {
    const retryAfterMs = Math.max(1, Math.ceil(expectedMs - this.clock.now()));
    return new GatewayError('quota-exhausted', 'The quota was not there in time.', {
      retryAfterMs,
    });
  }
}
