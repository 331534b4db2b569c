import type { QuotaRule } from '../vendor';
import type { QuotaWindow } from './quota-window';

interface Counted {
  readonly atMs: number;
  readonly weight: number;
}

/** Exact log of calls: admits at most `limit` in (t − window, t] for every t. */
export class SlidingWindow implements QuotaWindow {
  private log: Counted[] = [];
  private expiredEntries = 0; // expired entries at the head of the log; sliced off when they are more than half of it
  private used = 0;

  constructor(private readonly rule: QuotaRule) {}

  waitMs(weight: number, nowMs: number): number {
    this.dropExpired(nowMs);
    if (weight > this.rule.limit) return this.rule.windowMs;
    let excess = this.used + weight - this.rule.limit;
    for (let next = this.expiredEntries; excess > 0; next += 1) {
      const oldest = this.log[next];
      if (oldest === undefined) break;
      excess -= oldest.weight;
      if (excess <= 0) return oldest.atMs + this.rule.windowMs - nowMs;
    }
    return 0;
  }

  count(weight: number, nowMs: number): void {
    this.dropExpired(nowMs);
    const atMs = Math.max(nowMs, this.log.at(-1)?.atMs ?? nowMs);
    this.log.push({ atMs, weight });
    this.used += weight;
  }

  remaining(nowMs: number): number {
    this.dropExpired(nowMs);
    return Math.max(0, this.rule.limit - this.used);
  }

  resetMs(nowMs: number): number {
    const newest = this.log.at(-1);
    return newest === undefined ? 0 : Math.max(0, newest.atMs + this.rule.windowMs - nowMs);
  }

  private dropExpired(nowMs: number): void {
    for (let oldest = this.log[this.expiredEntries]; oldest !== undefined;) {
      if (nowMs - oldest.atMs < this.rule.windowMs) break;
      this.used -= oldest.weight;
      this.expiredEntries += 1;
      oldest = this.log[this.expiredEntries];
    }
    if (this.expiredEntries * 2 > this.log.length) {
      this.log = this.log.slice(this.expiredEntries);
      this.expiredEntries = 0;
    }
  }
}
