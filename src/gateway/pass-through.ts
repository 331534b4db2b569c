import { isUtf8 } from 'node:buffer';
import { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import type { VendorRoute } from '../core/vendor-route';
import { drawsOf, isSafe } from '../core/vendor-route';
import type { Grant } from '../limiter';
import type { BytesReply } from '../transport';
import type { Caller } from './caller';
import type { Connection } from './connection';
import type { Environment } from './environment';
import { forecastWait, shownRequest, type Explanation, type Step } from './explain';
import type { ForwardedRequest, StreamedBody } from './forwarded-request';
import type { GatewayObserver } from './observer';
import { OperationRun } from './operation-run';
import { checkMode, connectionRemoved, isQuotaExhausted } from './outcome/failures';
import { backoffMs, MAX_ATTEMPTS, mayRetry, RetryBudget } from './outcome/retry-policy';
import { Usage, withApplied, withUsage } from './outcome/usage';
import { VendorCalls } from './vendor-call';
import { inQuotaWaitSpan } from './wait-spans';

/** A client's own request to the vendor, and the listed route that allows it. */
export interface VendorRequest {
  readonly route: VendorRoute;
  /** Path and query as the client sent them. */
  readonly path: string;
  readonly contentType?: string;
  readonly accept?: string;
  /** A streamed one is for routes that do not count it. */
  readonly body?: Buffer | StreamedBody;
}

export interface PassThroughOutcome {
  readonly reply: BytesReply;
  /** The vendor says that its quota is exhausted, with any status: it has not carried out the call. */
  readonly isThrottled: boolean;
  readonly usage: readonly Draw[];
}

type Forwarded = Omit<PassThroughOutcome, 'usage'>;

/** Sends the requests of clients to the vendor as they are: signed and paced. */
export class PassThrough {
  private readonly vendorCalls: VendorCalls;
  private readonly retryBudget = new RetryBudget();

  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    observer: GatewayObserver,
  ) {
    this.vendorCalls = new VendorCalls(connection, environment, observer);
  }

  /**
   * The request as it would be sent, with secrets masked.
   * @param client whose wait is forecast
   * @throws GatewayError as `send` before it waits for tokens; provider-limit for more tokens than a quota has
   */
  explain(request: VendorRequest, client?: string): Explanation {
    try {
      return this.explained(this.admitted(request), client);
    } catch (error) {
      throw failed(request, error, new Usage());
    }
  }

  private explained(
    { accept, body, ...upstream }: ForwardedRequest,
    client: string | undefined,
  ): Explanation {
    const { draws } = upstream;
    this.connection.limiter.checkDraws(draws);
    return {
      steps: [
        {
          ...shownRequest(this.connection, upstream, this.environment.stamp(), accept),
          ...(Buffer.isBuffer(body) && shownBody(body)),
          draws,
        },
      ],
      waitForecastMs: forecastWait(this.connection.limiter, draws, client),
      warnings: [],
    };
  }

  /**
   * Sends a request once it has its tokens. Only a GET is sent again after a failure.
   * @param how `streamed`: a large reply is a stream, and the call is aborted when the caller disconnects
   * @returns the vendor's reply of any status
   * @throws GatewayError with `usage` and `applied`; the reason of the caller's signal
   */
  async send(
    vendorRequest: VendorRequest,
    caller: Caller,
    how: 'whole' | 'streamed',
  ): Promise<PassThroughOutcome> {
    const run = new OperationRun(caller, this.connection.name, this.environment.now());
    const signal = how === 'streamed' ? caller.signal : undefined;
    try {
      const request = this.admitted(vendorRequest);
      const forwarded = await this.attempt(request, run, signal);
      return { ...forwarded, usage: run.usage.draws };
    } catch (error) {
      throw failed(vendorRequest, error, run.usage);
    }
  }

  private async attempt(
    request: ForwardedRequest,
    run: OperationRun,
    signal: AbortSignal | undefined,
  ): Promise<Forwarded> {
    const isRepeatable = request.method === 'GET';
    let last: Forwarded | undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const grant = await this.waitForTokens(request, run);
        last = await this.vendorCalls.forward(request, grant, run, signal);
        const { reply, isThrottled } = last;
        if (!isRepeatable || (!isThrottled && reply.status < 500)) return last;
        if (isThrottled) continue;
        if (attempt >= MAX_ATTEMPTS || !(await this.backOff(run, attempt))) return last;
      } catch (error) {
        if (last !== undefined && isQuotaExhausted(error)) return last;
        const isTransient = error instanceof GatewayError && mayRetry(error, attempt);
        if (!isRepeatable || !isTransient || !(await this.backOff(run, attempt))) throw error;
      }
    }
  }

  private async waitForTokens(request: ForwardedRequest, run: OperationRun): Promise<Grant> {
    const { name, limiter } = this.connection;
    const { draws } = request;
    for (;;) {
      const grant = await inQuotaWaitSpan(run.span, name, draws, () =>
        limiter.acquire(draws, run.wait(this.environment.now())),
      );
      if (!grant.isOverdue()) {
        this.retryBudget.recordCall();
        return grant;
      }
      grant.unsent();
    }
  }

  private async backOff(run: OperationRun, attempt: number): Promise<boolean> {
    const { maxWaitMs, signal } = run.wait(this.environment.now());
    const delayMs = backoffMs(attempt, this.environment.random());
    if (delayMs > maxWaitMs || signal.aborted || !this.retryBudget.take()) return false;
    await this.environment.sleep(delayMs);
    return true;
  }

  /** @throws GatewayError upstream-unavailable because of the connection; invalid-request for a body that cannot be counted */
  private admitted(vendorRequest: VendorRequest): ForwardedRequest {
    if (this.connection.isRemoved) throw connectionRemoved();
    const request = this.forwarded(vendorRequest);
    checkMode(this.connection.mode, request.effect === 'read');
    return request;
  }

  private forwarded({ route, path, contentType, accept, body }: VendorRequest): ForwardedRequest {
    return {
      method: route.method,
      path,
      route: route.path,
      draws: drawsOf(route, Buffer.isBuffer(body) ? body : undefined),
      effect: isSafe(route.method) ? 'read' : 'once',
      ...(contentType !== undefined && { contentType }),
      ...(body !== undefined && { body }),
      ...(accept !== undefined && { accept }),
    };
  }
}

/** The error with what the call used and, unless it only reads, what the vendor has applied. */
const failed = ({ route }: VendorRequest, error: unknown, usage: Usage): unknown =>
  withUsage(isSafe(route.method) ? error : withApplied(error, usage), usage);

/** JSON cannot hold bytes that are no text. */
const shownBody = (body: Buffer): Pick<Step, 'body' | 'bodyEncoding'> =>
  isUtf8(body)
    ? { body: body.toString('utf8') }
    : { body: body.toString('base64'), bodyEncoding: 'base64' };
