import { GatewayError } from '../core/gateway-error';
import { latestOf } from './forecast/queue-forecast';
import type { ExpectedGrant } from './forecast/queue-forecast';
import type { Bucket } from './bucket';
import type { TokenStore } from './tokens/token-store';

/** Usual time until another process answers in place of one that shuts down. */
const RESTART_MS = 1000;

/** @param tokens the store that these grants are expected of */
export function quotaExhausted(
  tokens: TokenStore,
  expected: readonly ExpectedGrant[],
  nowMs: number,
): GatewayError {
  const latestMs = latestOf(expected);
  const violated = expected.flatMap(({ atMs, bucket }) => (atMs === latestMs ? [bucket] : []));
  const cooling = violated.filter((bucket) => tokens.count(bucket, nowMs).cooldownUntilMs > nowMs);
  const retryAfterMs = Math.max(1, Math.ceil(latestMs - nowMs));
  return new GatewayError(
    'quota-exhausted',
    cooling.length > 0
      ? `The vendor has throttled the quota ${namesOf(cooling)}, which grants nothing until its cooldown ends. The call would wait ${retryAfterMs} ms.`
      : `The quota ${namesOf(violated)} is used up for the next ${retryAfterMs} ms.`,
    { retryAfterMs, violatedQuotas: violated.map(({ name }) => name) },
  );
}

const namesOf = (buckets: readonly Bucket[]): string => buckets.map(({ name }) => name).join(', ');

/** @param exhausted why the call would have to wait */
export const queueFull = (maxWaiting: number, exhausted: GatewayError): GatewayError =>
  new GatewayError(
    exhausted.code,
    `The queue is full: at most ${maxWaiting} calls of this vendor account wait on a replica. ${exhausted.message}`,
    { ...exhausted.details, reason: 'the queue is full' },
  );

export const tooManyLeases = (leases: number, retryAfterMs: number): GatewayError =>
  new GatewayError(
    'quota-exhausted',
    `This client has ${leases} leases, which is as many as it may have. End one, or wait until one expires.`,
    { retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)) },
  );

export const leaseUnknown = (cause?: unknown): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    'Redis did not say whether the lease has ended. Without an end, it is taken for lost when it expires.',
    { retryAfterMs: LEDGER_RETRY_MS },
    { cause },
  );

export const shuttingDown = (): GatewayError =>
  new GatewayError('shutting-down', 'The gateway is shutting down.', {
    retryAfterMs: RESTART_MS,
  });

export const drawExceedsLimit = (quota: string, tokens: number, limit: number): GatewayError =>
  new GatewayError(
    'provider-limit',
    `One call draws ${tokens} tokens of the quota ${quota}, which has only ${limit}.`,
    { violatedQuotas: [quota] },
  );

export const noTokensConfigured = (quota: string): GatewayError =>
  new GatewayError('limiter-unavailable', `The quota ${quota} has no tokens that may be used.`, {
    violatedQuotas: [quota],
  });

/** Usual time until a lost Redis can be reached again, or a ledger in quarantine grants again. */
const LEDGER_RETRY_MS = 1000;

export const fallbackShareTooSmall = (quota: string, share: number): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis cannot be used, and without it only ${share} tokens of the quota ${quota} may be used.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS },
  );

export const leaseTooLong = (longestMs: number): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis cannot be used, and without it a lease may last for at most ${longestMs} ms.`,
    { retryAfterMs: LEDGER_RETRY_MS },
  );

export const fallbackEnded = (quota: string): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis cannot be used, and this replica may no longer use its fallback share of the quota ${quota}.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS },
  );

export const neverJoined = (quota: string): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis has not answered since this replica has started, so it may use no tokens of the quota ${quota}.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS },
  );

export const ledgerNotJoined = (quota: string, share: number): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `The ledger in Redis is being joined. Until then, this replica may use ${share} tokens of the quota ${quota}.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS },
  );

export const cooldownEndedHereAlone = (quota: string, cause?: unknown): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `The cooldown of the quota ${quota} has ended on this replica alone: Redis did not confirm it. Repeat the request.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS, applied: 'unknown' },
    { cause },
  );

export const suspensionNotEnded = (quota: string, cause?: unknown): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis did not confirm the end of the suspended share of the quota ${quota}. Repeat the request.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS, applied: 'unknown' },
    { cause },
  );

export const invalidDraw = (quota: string, tokens: number): GatewayError =>
  new GatewayError(
    'internal',
    `A draw of ${tokens} tokens on the quota "${quota}" is not possible.`,
  );
