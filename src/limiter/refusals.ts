import { GatewayError } from '../core/gateway-error';
import { latest } from './forecast/queue-forecast';
import type { Expectation } from './forecast/queue-forecast';

/** How long a drained process may take until another answers in its place. */
const RESTART_MS = 1000;

export function quotaExhausted(expected: readonly Expectation[], nowMs: number): GatewayError {
  const latestMs = latest(expected);
  const late = expected.filter(({ atMs }) => atMs === latestMs).map(({ bucket }) => bucket.name);
  const retryAfterMs = Math.max(1, Math.ceil(latestMs - nowMs));
  return new GatewayError(
    'quota-exhausted',
    `The quota ${late.join(', ')} is used up for the next ${retryAfterMs} ms.`,
    { retryAfterMs, violatedQuotas: late },
  );
}

export const shuttingDown = (): GatewayError =>
  new GatewayError('shutting-down', 'The gateway is shutting down.', {
    retryAfterMs: RESTART_MS,
  });

export const neverFits = (quota: string, tokens: number, limit: number): GatewayError =>
  new GatewayError('provider-limit', `${tokens} tokens of ${quota} in one call; it has ${limit}.`, {
    violatedQuotas: [quota],
  });

export const noneLeft = (quota: string): GatewayError =>
  new GatewayError('limiter-unavailable', `No safe share of the quota ${quota} is left.`, {
    violatedQuotas: [quota],
  });

/** How long it usually takes until a lost Redis is back, or the ledger is open again. */
const LEDGER_RETRY_MS = 1000;

export const shareTooSmall = (quota: string, share: number): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `Redis cannot be reached, and of the quota ${quota} ${share} tokens are safe without it.`,
    { violatedQuotas: [quota], retryAfterMs: LEDGER_RETRY_MS },
  );

export const badDraw = (quota: string, tokens: number): GatewayError =>
  new GatewayError('internal', `There is no draw of ${tokens} tokens on the quota "${quota}".`);
