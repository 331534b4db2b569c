import type { QuotaRule } from '../vendor';
import type { QuotaWindow } from './quota-window';

const ROUNDING_MS = 1e-6; // thirty times a thirtieth of a second must be one second

/**
 * Generic cell rate algorithm with a burst of the whole limit: keeps only the theoretical arrival time
 * (TAT). Its readings agree with a real vendor's 429 message.
 */
export class GcraWindow implements QuotaWindow {
  private tatMs = Number.NEGATIVE_INFINITY;
  private readonly intervalMs: number;

  constructor(private readonly rule: QuotaRule) {
    this.intervalMs = rule.windowMs / rule.limit;
  }

  waitMs(weight: number, nowMs: number): number {
    if (weight > this.rule.limit) return this.rule.windowMs;
    const earlyMs = this.resetMs(nowMs) + weight * this.intervalMs - this.rule.windowMs;
    return earlyMs <= ROUNDING_MS ? 0 : earlyMs;
  }

  count(weight: number, nowMs: number): void {
    this.tatMs = Math.max(this.tatMs, nowMs) + weight * this.intervalMs;
  }

  remaining(nowMs: number): number {
    const freeMs = this.rule.windowMs - this.resetMs(nowMs) + ROUNDING_MS;
    return Math.max(0, Math.floor(freeMs / this.intervalMs));
  }

  resetMs(nowMs: number): number {
    return Math.max(0, this.tatMs - nowMs);
  }
}
