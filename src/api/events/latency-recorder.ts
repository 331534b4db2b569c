import { createHistogram } from 'node:perf_hooks';

/** Milliseconds of everything that ended since the sample before. */
export interface LatencySummary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const MICROSECONDS = 1_000;
/** A minute; what takes longer counts as that. */
const LONGEST = 60_000_000;

/** How long things took, exact to a hundredth, in memory that does not grow. */
export class LatencyRecorder {
  private readonly histogram = createHistogram({ lowest: 1, highest: LONGEST, figures: 2 });

  record(ms: number): void {
    this.histogram.record(Math.min(LONGEST, Math.max(1, Math.round(ms * MICROSECONDS))));
  }

  /** What was recorded, which is then forgotten; nothing where nothing was. */
  take(): LatencySummary | undefined {
    const { histogram } = this;
    if (histogram.count === 0) return undefined;
    const times = {
      count: histogram.count,
      p50: tenths(histogram.percentile(50)),
      p99: tenths(histogram.percentile(99)),
      max: tenths(histogram.max),
    };
    histogram.reset();
    return times;
  }
}

/** Microseconds in milliseconds with one decimal, not below that. */
const tenths = (microseconds: number): number => Math.ceil(microseconds / 100) / 10;
