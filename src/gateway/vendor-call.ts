import { GatewayError } from '../core/gateway-error';
import type { Span } from '../core/trace';
import type { SignedRequest, UpstreamReply, UpstreamRequest } from '../core/upstream';
import { lockLost } from '../locks';
import type { Grant } from '../limiter/limiter';
import { TransportFailure } from '../transport';
import type { Account } from './outcome/usage';
import type { Caller } from './caller';
import type { Clock } from './clock';
import type { Connection } from './connection';
import type { Cooldown } from './outcome/cooldown-backoff';
import { fromTransport, fromVendor } from './outcome/failures';
import { sameDraws, type Latest } from './current-request';
import type { GatewayObserver, VendorCall } from './observer';
import { RetryBudget } from './outcome/retry-budget';
import type { TargetLock } from '../locks/target-locks';
import { traced } from './traced';

/** Tokens, then signature, then the wire, then what the vendor meant: the way of every vendor call. */
export class VendorCalls {
  readonly budget = new RetryBudget();

  constructor(
    private readonly connection: Connection,
    private readonly cooldown: Cooldown,
    private readonly clock: Clock,
    private readonly observer: GatewayObserver,
  ) {}

  get connectionName(): string {
    return this.connection.name;
  }

  /**
   * One attempt's success payload; nothing where nothing is left to send. What is sent is what the
   * request is once its tokens are there.
   * @param hold without which nothing is written: somebody else may write by now
   * @throws GatewayError whatever went wrong, with `applied` where a write may be done all the same
   */
  async attempt(
    latest: Latest,
    account: Account,
    wait: Caller,
    hold?: TargetLock,
  ): Promise<unknown> {
    for (let request = latest.request(); request !== undefined; request = latest.request()) {
      const grant = await this.tokensFor(request, wait);
      if (request.effect !== 'read' && hold?.outlasts(this.connection.longestCallMs) === false) {
        grant.unsent();
        throw lockLost();
      }
      const final = latest.request();
      if (final !== undefined && sameDraws(final.draws, request.draws) && !grant.isOverdue()) {
        latest.setOff();
        this.budget.called();
        account.spend(final.draws);
        return this.go(final, grant, account, wait.span);
      }
      grant.unsent();
    }
    return undefined;
  }

  private tokensFor({ draws }: UpstreamRequest, wait: Caller): Promise<Grant> {
    const { limiter } = this.connection;
    const isTraced = wait.span !== undefined && draws.length > 0;
    if (!isTraced) return limiter.acquire(draws, wait);
    const quotas = draws.map(({ quota }) => quota);
    return traced(
      wait.span,
      () => ({
        kind: 'wait',
        name: 'wait for quota',
        attributes: { 'gateway.connection': this.connection.name, 'gateway.quotas': quotas },
      }),
      () => limiter.acquire(draws, wait),
    );
  }

  private go(
    request: UpstreamRequest,
    grant: Grant,
    account: Account,
    parent: Span | undefined,
  ): Promise<unknown> {
    const { name, provider } = this.connection;
    let status = 0;
    return traced(
      parent,
      () => ({
        kind: 'call',
        name: `${request.method} ${request.route}`,
        attributes: {
          'http.request.method': request.method,
          'url.template': request.route,
          'gateway.connection': name,
          'gateway.provider': provider.name,
        },
      }),
      (span) => this.exchange(request, grant, account, span, (answered) => (status = answered)),
      (error) => ({
        ...(status > 0 && { 'http.response.status_code': status }),
        ...vendorCodeOf(error),
      }),
    );
  }

  private async exchange(
    request: UpstreamRequest,
    grant: Grant,
    account: Account,
    span: Span | undefined,
    answered: (status: number) => void,
  ): Promise<unknown> {
    const startedAt = this.clock.now();
    let status = 0;
    try {
      const reply = await this.send(request, grant, span);
      status = reply.status;
      answered(status);
      const payload = this.read(request, reply);
      account.acknowledge(request);
      this.observe(request, grant, startedAt, { status, outcome: 'ok' });
      return payload;
    } catch (error) {
      this.observe(request, grant, startedAt, { status, ...failureOf(error) });
      throw error;
    }
  }

  private async send(
    request: UpstreamRequest,
    grant: Grant,
    span: Span | undefined,
  ): Promise<UpstreamReply> {
    const { adapter, provider, transport, sendsTraceparent } = this.connection;
    try {
      const signed = adapter.sign(request, this.clock.stamp());
      const reply = await transport.send(sendsTraceparent ? withTrace(signed, span) : signed);
      grant.answered();
      return reply;
    } catch (error) {
      if (error instanceof TransportFailure && error.sent) grant.lost();
      else grant.unsent();
      throw fromTransport(provider.name, request, error);
    }
  }

  private read(request: UpstreamRequest, reply: UpstreamReply): unknown {
    const quotas = request.draws.map(({ quota }) => quota);
    try {
      const payload = this.connection.adapter.readReply(request, reply);
      this.cooldown.passed(quotas);
      return payload;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'upstream-throttled')
        throw this.pause(quotas, error);
      throw fromVendor(request, error);
    }
  }

  /** The vendor says 429 in spite of our quota: nothing more goes out on these for a while. */
  private pause(quotas: readonly string[], error: GatewayError): GatewayError {
    const forMs = this.cooldown.refused(quotas, error.details.retryAfterMs);
    this.connection.limiter.coolDown(quotas, forMs);
    this.observer.throttled(this.connection.name, quotas, forMs);
    return error.withDetails({ retryAfterMs: forMs, violatedQuotas: quotas });
  }

  private observe(
    request: UpstreamRequest,
    grant: Grant,
    startedAt: number,
    answer: Pick<VendorCall, 'status' | 'outcome' | 'code'>,
  ): void {
    this.observer.vendorCall({
      connection: this.connection.name,
      provider: this.connection.provider.name,
      route: `${request.method} ${request.route}`,
      ...answer,
      durationMs: this.clock.now() - startedAt,
      waitedMs: grant.waitedMs,
    });
  }
}

function failureOf(error: unknown): Pick<VendorCall, 'outcome' | 'code'> {
  if (!(error instanceof GatewayError)) return { outcome: 'internal' };
  const { code } = error.details.upstream ?? {};
  return { outcome: error.code, ...(code !== undefined && { code }) };
}

function vendorCodeOf(error: unknown): { 'gateway.vendor_code'?: number } {
  const { code } = failureOf(error);
  return code === undefined ? {} : { 'gateway.vendor_code': code };
}

/** No vendor asks for it and signatures do not cover it: only where the configuration says so. */
const withTrace = (signed: SignedRequest, span: Span | undefined): SignedRequest =>
  span === undefined
    ? signed
    : { ...signed, headers: { ...signed.headers, traceparent: span.traceparent } };
