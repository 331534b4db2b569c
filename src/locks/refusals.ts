import { GatewayError } from '../core/gateway-error';

/** Usual time until Redis can be reached again. */
const RETRY_AFTER_MS = 1000;

export const lockedOut = (retryAfterMs: number): GatewayError =>
  new GatewayError('quota-exhausted', 'Other writes to this target are still in progress.', {
    retryAfterMs,
  });

/** @param reason why Redis refuses, for the caller */
export const lockUnavailable = (reason: string): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    `This target cannot be locked against writes of other replicas. ${reason}`,
    { retryAfterMs: RETRY_AFTER_MS },
  );

export const lockLost = (): GatewayError =>
  new GatewayError(
    'limiter-unavailable',
    'Redis has not been reached for so long that another replica may hold the lock on this target.',
    { retryAfterMs: RETRY_AFTER_MS },
  );
