import { performance } from 'node:perf_hooks';

import type { QuotaRule } from '../vendor';
import type { QuotaWindow } from './quota-window';

/** Restarts the count at every multiple of the window in Unix time: a window of 1 s restarts at whole seconds. */
export class FixedWindow implements QuotaWindow {
  private startMs = Number.NEGATIVE_INFINITY;
  private used = 0;

  /** @param originMs Unix milliseconds at time 0 of the clock that the calls are timed with */
  constructor(
    private readonly rule: QuotaRule,
    private readonly originMs = performance.timeOrigin,
  ) {}

  waitMs(weight: number, nowMs: number): number {
    this.advance(nowMs);
    if (weight > this.rule.limit) return this.rule.windowMs;
    return this.used + weight <= this.rule.limit ? 0 : this.nextWindowInMs(nowMs);
  }

  count(weight: number, nowMs: number): void {
    this.advance(nowMs);
    this.used += weight;
  }

  remaining(nowMs: number): number {
    this.advance(nowMs);
    return Math.max(0, this.rule.limit - this.used);
  }

  resetMs(nowMs: number): number {
    this.advance(nowMs);
    return this.used === 0 ? 0 : this.nextWindowInMs(nowMs);
  }

  private nextWindowInMs(nowMs: number): number {
    return this.startMs + this.rule.windowMs - (this.originMs + nowMs);
  }

  private advance(nowMs: number): void {
    const { windowMs } = this.rule;
    const startMs = Math.floor((this.originMs + nowMs) / windowMs) * windowMs;
    if (startMs <= this.startMs) return;
    this.startMs = startMs;
    this.used = 0;
  }
}
