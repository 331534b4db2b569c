import type { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { TRANSIENT_CODES } from './failures';
import { isRepeatable } from './read-back';

export const MAX_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;

/** Whether the same request may be sent again: the failure is transient and nothing can have been applied. */
export const mayRetry = ({ code, details }: GatewayError, attempt: number): boolean =>
  attempt < MAX_ATTEMPTS &&
  TRANSIENT_CODES.has(code) &&
  details.applied !== 'unknown' &&
  details.isFinal !== true;

/** Whether a whole write may be carried out again after an attempt of unknown outcome. */
export const mayRepeat = (operation: Operation, attempt: number, unknown: GatewayError): boolean =>
  attempt < MAX_ATTEMPTS &&
  unknown.details.isFinal !== true &&
  operation.call.ifMatch === undefined &&
  operation.call.ifEntry === undefined &&
  isRepeatable(operation);

/** Milliseconds before the next attempt: exponential backoff with full jitter. @param random 0 to 1 */
export const backoffMs = (attempt: number, random: number): number =>
  random * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);

/** Each vendor call earns a tenth of a retry, so at most one call in ten is a retry. */
const EARNED_PER_CALL = 0.1;
const MAX_SAVED_RETRIES = 3;

/** Limits retries, so that they cannot double the load on a vendor that is already in trouble. */
export class RetryBudget {
  private available = MAX_SAVED_RETRIES;

  recordCall(): void {
    this.available = Math.min(MAX_SAVED_RETRIES, this.available + EARNED_PER_CALL);
  }

  /** Takes one retry; false where none is available. */
  take(): boolean {
    if (this.available < 1) return false;
    this.available -= 1;
    return true;
  }
}
