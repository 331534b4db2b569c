import type { QuotaRule } from '../vendor';
import type { QuotaWindow } from './quota-window';

const TOLERANCE_MS = 1e-6; // rounding: 30 × (1 s ÷ 30) must not exceed 1 s

/**
 * Generic cell rate algorithm (GCRA) with a burst of the whole limit. Stores only the theoretical
 * arrival time (TAT). Its readings agree with a real 429 message of a vendor, see gcra-window.spec.ts.
 */
export class GcraWindow implements QuotaWindow {
  private tatMs = Number.NEGATIVE_INFINITY;
  private readonly intervalMs: number;

  constructor(private readonly rule: QuotaRule) {
    this.intervalMs = rule.windowMs / rule.limit;
  }

  waitMs(weight: number, nowMs: number): number {
    if (weight > this.rule.limit) return this.rule.windowMs;
    const waitMs = this.resetMs(nowMs) + weight * this.intervalMs - this.rule.windowMs;
    return waitMs <= TOLERANCE_MS ? 0 : waitMs;
  }

  count(weight: number, nowMs: number): void {
    this.tatMs = Math.max(this.tatMs, nowMs) + weight * this.intervalMs;
  }

  remaining(nowMs: number): number {
    const freeMs = this.rule.windowMs - this.resetMs(nowMs) + TOLERANCE_MS;
    return Math.max(0, Math.floor(freeMs / this.intervalMs));
  }

  resetMs(nowMs: number): number {
    return Math.max(0, this.tatMs - nowMs);
  }
}
