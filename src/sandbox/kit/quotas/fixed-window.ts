import { performance } from 'node:perf_hooks';

import type { QuotaRule } from '../vendor';
import type { QuotaWindow } from './quota-window';

/** Counts from zero at every multiple of the window in Unix time: at whole seconds for one of 1 s. */
export class FixedWindow implements QuotaWindow {
  private startMs = Number.NEGATIVE_INFINITY;
  private used = 0;

  /** `originMs`: Unix milliseconds at zero of the clock that the calls are timed with. */
  constructor(
    private readonly rule: QuotaRule,
    private readonly originMs = performance.timeOrigin,
  ) {}

  waitMs(weight: number, nowMs: number): number {
    this.turn(nowMs);
    if (weight > this.rule.limit) return this.rule.windowMs;
    return this.used + weight <= this.rule.limit ? 0 : this.untilNextMs(nowMs);
  }

  count(weight: number, nowMs: number): void {
    this.turn(nowMs);
    this.used += weight;
  }

  remaining(nowMs: number): number {
    this.turn(nowMs);
    return Math.max(0, this.rule.limit - this.used);
  }

  resetMs(nowMs: number): number {
    this.turn(nowMs);
    return this.used === 0 ? 0 : this.untilNextMs(nowMs);
  }

  private untilNextMs(nowMs: number): number {
    return this.startMs + this.rule.windowMs - (this.originMs + nowMs);
  }

  private turn(nowMs: number): void {
    const { windowMs } = this.rule;
    const startMs = Math.floor((this.originMs + nowMs) / windowMs) * windowMs;
    if (startMs <= this.startMs) return;
    this.startMs = startMs;
    this.used = 0;
  }
}
