/** Clocks that measure the same time differ by less: clocks that are being adjusted are 0.05 % fast or slow. */
export const CLOCK_DRIFT = 0.001;

/** The part of every message that is about the time. */
export interface TimeStamp {
  /** The ledger's clock in the last reply; 0 before the first. A ledger whose clock is behind it has lost data. */
  readonly seenClockMs: number;
  /** The ledger's clock is at least this now; 0 before the first reply. */
  readonly sentClockMs: number;
}

/** The ledger's clock, as far as a replica can know it. */
export class LedgerTime {
  private seenClockMs = 0;
  private seenAtMs = 0;

  /** @param nowMs monotonic time of this process */
  stamp(nowMs: number): TimeStamp {
    const { seenClockMs, seenAtMs } = this;
    if (seenClockMs === 0) return { seenClockMs, sentClockMs: 0 };
    // the clock has moved on since the reply was written, at least by the time since it arrived
    const passedMs = Math.max(0, nowMs - seenAtMs) * (1 - CLOCK_DRIFT);
    return { seenClockMs, sentClockMs: Math.floor(seenClockMs + passedMs) };
  }

  /** @param nowMs monotonic time of this process when the reply had arrived */
  see(clockMs: number, nowMs: number): void {
    if (clockMs <= 0) return;
    this.seenClockMs = clockMs;
    this.seenAtMs = nowMs;
  }
}
