import { finished } from 'node:stream';
import { throttledQuotas } from '../core/channel-quotas';
import { GatewayError } from '../core/gateway-error';
import { retryAfterMsIn } from '../core/retry-after';
import type { Span } from '../core/trace';
import type { SignedRequest, UpstreamReply, UpstreamRequest } from '../core/upstream';
import type { Grant } from '../limiter';
import { TransportFailure, type BytesReply, type Transport } from '../transport';
import type { Connection } from './connection';
import type { Environment } from './environment';
import type { GatewayObserver, VendorCall } from './observer';
import type { OperationRun } from './operation-run';
import { CooldownBackoff } from './outcome/cooldown-backoff';
import { fromTransport, fromVendorReply, networkCauseOf } from './outcome/failures';
import { effectMs } from './outcome/latest-effect';
import { withAccept } from './explain';
import { withBody, type ForwardedRequest } from './forwarded-request';
import { maskReply, maskStream, secretsIn } from './mask-reply';
import { spanErrorOf } from './wait-spans';

/** How a vendor call ended. */
type Result = Pick<VendorCall, 'status' | 'outcome' | 'code' | 'cause'>;

/** Makes vendor calls that have their tokens: signature, transport, reading of the reply. */
export class VendorCalls {
  private readonly cooldowns = new CooldownBackoff();

  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    private readonly observer: GatewayObserver,
  ) {}

  /**
   * One attempt. It ends the grant, whatever happens.
   * @returns the success payload: parsed JSON
   * @throws GatewayError with `applied: unknown` where a write may have been applied all the same
   */
  async send(request: UpstreamRequest, grant: Grant, run: OperationRun): Promise<unknown> {
    const startedMs = this.environment.now();
    const span = this.beginSpan(request, run);
    let status = 0;
    try {
      const reply = await this.exchange(request, grant, run, span, (transport, signed) =>
        transport.send(signed),
      );
      status = reply.status;
      const payload = this.read(request, reply);
      run.usage.acknowledge(request);
      this.report(request, grant, startedMs, { status, outcome: 'ok' });
      span?.end({ 'http.response.status_code': status });
      return payload;
    } catch (error) {
      const result = { status, ...failureOf(error) };
      this.report(request, grant, startedMs, result);
      span?.end(attributesOf(result), spanErrorOf(error));
      throw error instanceof GatewayError ? error.withDetails({ route: routeOf(request) }) : error;
    }
  }

  /**
   * One attempt of a client's own request. It ends the grant, whatever happens: for a streamed reply when the
   * stream begins, since the vendor has counted the call by then.
   * @returns the vendor's reply of any status, without the secrets of the request
   * @throws GatewayError as `send` if there is no reply
   */
  async forward(
    request: ForwardedRequest,
    grant: Grant,
    run: OperationRun,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly reply: BytesReply; readonly isThrottled: boolean }> {
    const { body, accept, ...upstream } = request;
    const startedMs = this.environment.now();
    const span = this.beginSpan(upstream, run);
    const finish = (result: Result, error?: unknown): void => {
      this.report(upstream, grant, startedMs, result);
      span?.end(attributesOf(result), error === undefined ? undefined : spanErrorOf(error));
    };
    let secrets: readonly string[] = [];
    try {
      const reply = await this.exchange(upstream, grant, run, span, (transport, signed) => {
        secrets = secretsIn(this.connection.provider, signed);
        return transport.forward(withBody(withAccept(signed, accept), body), {
          ...(signal !== undefined && { streamAbove: MAX_CLASSIFIED_BYTES, signal }),
        });
      });
      run.usage.acknowledge(upstream);
      const { status } = reply;
      if (!Buffer.isBuffer(reply.body)) {
        finished(reply.body, (error) => {
          if (error) finish({ status, ...failureOf(this.toError(upstream, error)) }, error);
          else finish({ status, outcome: 'ok' });
        });
        return { reply: { ...reply, body: maskStream(reply.body, secrets) }, isThrottled: false };
      }
      const failure = this.classify(upstream, { ...reply, body: reply.body });
      finish({ status, ...(failure ? failureOf(failure) : { outcome: 'ok' }) });
      return {
        reply: { ...reply, body: maskReply(reply.body, secrets) },
        isThrottled: failure instanceof GatewayError && failure.code === 'upstream-throttled',
      };
    } catch (error) {
      finish({ status: 0, ...failureOf(error) }, error);
      throw error instanceof GatewayError ? error.withDetails({ route: routeOf(request) }) : error;
    }
  }

  private toError(request: UpstreamRequest, error: unknown): unknown {
    return fromTransport(this.connection.provider.name, request, error);
  }

  /** The error that a reply means; it begins the cooldown of a 429. */
  private classify(
    request: UpstreamRequest,
    { status, headers, body }: BytesReply<Buffer>,
  ): unknown {
    if (status < 400 && body.length > MAX_CLASSIFIED_BYTES) return undefined;
    try {
      this.read(request, { status, headers, body: body.toString('utf8') });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  private async exchange<Reply extends { readonly sentMs: number }>(
    request: UpstreamRequest,
    grant: Grant,
    run: OperationRun,
    span: Span | undefined,
    send: (transport: Transport, signed: SignedRequest) => Promise<Reply>,
  ): Promise<Reply> {
    const { adapter, transport, sendsTraceparent } = this.connection;
    const forMs = effectMs(this.connection);
    const recordSent = (sentMs: number): void => {
      run.usage.addDraws(request.draws);
      if (request.effect !== 'read') run.recordSentWrite(sentMs, forMs);
    };
    try {
      const signed = adapter.sign(request, this.environment.stamp());
      run.recordAttempt(signed);
      const traced = sendsTraceparent ? withTraceparent(signed, span) : signed;
      const reply = await send(transport, traced);
      grant.answered();
      recordSent(reply.sentMs);
      return reply;
    } catch (error) {
      if (error instanceof TransportFailure && error.sentMs !== undefined) {
        grant.lost();
        recordSent(error.sentMs);
      } else grant.unsent();
      throw this.toError(request, error);
    }
  }

  private read(request: UpstreamRequest, reply: UpstreamReply): unknown {
    try {
      const payload = this.connection.adapter.readReply(request, reply);
      this.cooldowns.recordSuccess(request.draws);
      return payload;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'upstream-throttled')
        throw this.coolDown(request, reply, error);
      throw fromVendorReply(request, error);
    }
  }

  /** The vendor answered 429 although its quota was kept: these quotas grant nothing for a while. */
  private coolDown(
    { draws }: UpstreamRequest,
    reply: UpstreamReply,
    error: GatewayError,
  ): GatewayError {
    const { maxCooldownMs } = this.connection;
    const { retryAfterMs = retryAfterMsIn(reply) } = error.details; // a field of the vendor's own first
    const quotas = throttledQuotas(draws, error.details.throttledQuotas);
    const forMs = this.cooldowns.recordThrottled(quotas, retryAfterMs, maxCooldownMs);
    this.connection.limiter.coolDown(quotas, forMs);
    const names = quotas.map(({ quota }) => quota);
    this.observer.throttled(this.connection.name, names, forMs);
    return error.withDetails({ retryAfterMs: forMs, violatedQuotas: names });
  }

  private beginSpan({ method, route }: UpstreamRequest, run: OperationRun): Span | undefined {
    const span = run.span?.startSpan({
      kind: 'call',
      name: `${method} ${route}`,
      attributes: {
        'http.request.method': method,
        'url.template': route,
        'gateway.connection': this.connection.name,
        'gateway.provider': this.connection.provider.name,
      },
    });
    if (span !== undefined) run.callSpans?.push(span);
    return span;
  }

  private report(
    request: UpstreamRequest,
    { waitedMs }: Grant,
    startedMs: number,
    result: Result,
  ): void {
    this.observer.vendorCall({
      connection: this.connection.name,
      provider: this.connection.provider.name,
      route: routeOf(request),
      ...result,
      durationMs: this.environment.now() - startedMs,
      waitedMs,
    });
  }
}

/** A larger success is not searched for an error code: errors are short. */
const MAX_CLASSIFIED_BYTES = 64 * 1024;

const routeOf = ({ method, route }: Pick<UpstreamRequest, 'method' | 'route'>): string =>
  `${method} ${route}`;

function failureOf(error: unknown): Omit<Result, 'status'> {
  if (!(error instanceof GatewayError)) return { outcome: 'internal' };
  const { code } = error.details.upstream ?? {};
  const cause = networkCauseOf(error);
  return {
    outcome: error.code,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause }),
  };
}

const attributesOf = ({ status, code }: Result) => ({
  ...(status > 0 && { 'http.response.status_code': status }),
  ...(code !== undefined && { 'gateway.vendor_code': code }),
});

/** Signatures do not cover the header, and vendors do not document it: sent only where it is configured. */
const withTraceparent = (signed: SignedRequest, span: Span | undefined): SignedRequest =>
  span === undefined
    ? signed
    : { ...signed, headers: { ...signed.headers, traceparent: span.traceparent } };
