import { isHostFailure } from './host-rotation';
import { TransportFailure } from './transport-failure';

/** The circuit opens when more than half of the last 20 calls have failed, after at least 10 calls. */
const LAST_CALLS = 20;
const MIN_CALLS = 10;

/** Time after which an open circuit lets one call through to test the host. */
export const HALF_OPEN_AFTER_MS = 5_000;

/** `open`: calls are refused. `half-open`: one call tests the host, and all others are refused. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * Stops calls to a host that fails too often. A call is sent at once or refused at once: it has its tokens,
 * so it must not wait for the outcome of a test.
 */
export class CircuitBreaker {
  private current: CircuitState = 'closed';
  /** Counts the changes of the state. The outcome of a call that began before the last one is ignored. */
  private changes = 0;
  private openedMs = 0;
  /** Whether each of the last calls failed, the oldest first. */
  private outcomes: boolean[] = [];
  private failures = 0;

  get state(): CircuitState {
    return this.current;
  }

  /** @throws TransportFailure `circuit-open`, or the error of `send` */
  async execute<Host, Reply extends { readonly status: number }>(
    send: (host: Host) => Promise<Reply>,
    host: Host,
  ): Promise<Reply> {
    this.admit();
    const { changes } = this;
    try {
      const reply = await send(host);
      if (changes === this.changes) this.record(isHostFailure(reply.status));
      return reply;
    } catch (error) {
      if (changes === this.changes) {
        if (isHostFailure(error)) this.record(true);
        // a test that says nothing about the host, such as one whose caller left, is repeated by the next call
        else if (this.current === 'half-open') this.change('open');
      }
      throw error;
    }
  }

  private admit(): void {
    if (this.current === 'closed') return;
    // the monotonic clock: the host's clock may be set back while the circuit is open
    const isTestDue = performance.now() - this.openedMs >= HALF_OPEN_AFTER_MS;
    if (this.current === 'half-open' || !isTestDue) throw new TransportFailure('circuit-open');
    this.change('half-open');
  }

  private record(isFailure: boolean): void {
    if (this.current === 'half-open') {
      if (isFailure) this.open();
      else this.close();
      return;
    }
    const { outcomes } = this;
    if (outcomes.length === LAST_CALLS && outcomes.shift() === true) this.failures -= 1;
    outcomes.push(isFailure);
    if (!isFailure) return;
    this.failures += 1;
    if (outcomes.length >= MIN_CALLS && this.failures > outcomes.length / 2) this.open();
  }

  private open(): void {
    this.openedMs = performance.now();
    this.change('open');
  }

  private close(): void {
    this.outcomes = [];
    this.failures = 0;
    this.change('closed');
  }

  private change(state: CircuitState): void {
    this.current = state;
    this.changes += 1;
  }
}
