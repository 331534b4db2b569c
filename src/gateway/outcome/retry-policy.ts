import type { GatewayError } from '../../core/gateway-error';
import { type ErrorCode } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { isRepeatable } from './read-back';

/** Failures that the next moment may not have. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'upstream-timeout',
  'upstream-unavailable',
  'upstream-malformed',
]);

/** Attempts in all. */
const ATTEMPTS = 3;
const FIRST_MS = 50;
const LONGEST_MS = 1_000;

/**
 * Whether the same request may be sent again: the failure may pass, and nothing was applied. What may
 * have been applied is read back first.
 */
export function mayRetry(error: GatewayError, attempt: number): boolean {
  return attempt < ATTEMPTS && PASSING.has(error.code) && error.details.applied !== 'unknown';
}

/** Whether the whole operation may be carried out again after a try whose outcome is unknown. */
export const mayRepeat = (operation: Operation, attempt: number): boolean =>
  attempt < ATTEMPTS && operation.call.ifMatch === undefined && isRepeatable(operation);

/** Milliseconds before the next attempt: exponential, with full jitter. @param chance 0 to 1 */
export function backOff(attempt: number, chance: number): number {
  return chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}
