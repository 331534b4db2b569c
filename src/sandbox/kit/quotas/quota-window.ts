import type { QuotaRule } from '../vendor';

/**
 * One quota's memory of what it counted. Times are milliseconds of one monotonic clock; a time earlier
 * than one seen before counts as that one.
 */
export interface QuotaWindow {
  /** Milliseconds until `weight` fits: 0 when it does now, a whole window when it never can. */
  waitMs(weight: number, nowMs: number): number;
  /** Counts a call, also one that did not fit. */
  count(weight: number, nowMs: number): void;
  /** Weight that still fits, never below 0. */
  remaining(nowMs: number): number;
  /** Milliseconds until nothing of what was counted is left. */
  resetMs(nowMs: number): number;
}

export type WindowFactory = (rule: QuotaRule) => QuotaWindow;
