import { GatewayError } from '../core/gateway-error';

/** Usual time until Redis can be reached again. */
const RETRY_AFTER_MS = 1000;

/** Usual time of a write; how long the writes of others take cannot be known. */
const WRITE_MS = 1000;

export const lockedOut = (): GatewayError =>
  new GatewayError('quota-exhausted', 'Other writes to this target are still in progress.', {
    retryAfterMs: WRITE_MS,
  });

/** @param opensInMs until this server of Redis grants locks */
export const locksClosed = (opensInMs: number): GatewayError =>
  new GatewayError(
    'quota-exhausted',
    'Redis may have lost locks, so none is granted until those that it may have lost have ended.',
    { retryAfterMs: opensInMs },
  );

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
