import type { QuotaRule } from '../vendor';

/**
 * Counts the tokens of one quota. Times are milliseconds of one monotonic clock.
 */
export interface QuotaWindow {
  /** Milliseconds until `weight` fits: 0 if it fits now, a whole window if it exceeds the limit. */
  waitMs(weight: number, nowMs: number): number;
  /** Counts a call, even one that does not fit. An earlier time than that of the last call is treated as that time. */
  count(weight: number, nowMs: number): void;
  /** Weight that still fits; at least 0. */
  remaining(nowMs: number): number;
  /** Milliseconds until nothing counts any more. */
  resetMs(nowMs: number): number;
}

export type WindowFactory = (rule: QuotaRule) => QuotaWindow;
