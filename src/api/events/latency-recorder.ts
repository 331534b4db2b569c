import { createHistogram } from 'node:perf_hooks';

/** A summary of recorded durations, in milliseconds. */
export interface LatencySummary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const MICROSECONDS_PER_MS = 1_000;
/** One minute, in microseconds; longer durations are recorded as this. */
const MAX_DURATION = 60_000_000;

/** Records durations with a precision of one percent, in memory that does not grow. */
export class LatencyRecorder {
  private readonly histogram = createHistogram({ lowest: 1, highest: MAX_DURATION, figures: 2 });

  record(ms: number): void {
    const microseconds = Math.round(ms * MICROSECONDS_PER_MS);
    this.histogram.record(Math.min(MAX_DURATION, Math.max(1, microseconds)));
  }

  /** Returns a summary of the durations since the last call and forgets them; undefined without any. */
  take(): LatencySummary | undefined {
    const { histogram } = this;
    if (histogram.count === 0) return undefined;
    const summary = {
      count: histogram.count,
      p50: roundUpToTenths(histogram.percentile(50)),
      p99: roundUpToTenths(histogram.percentile(99)),
      max: roundUpToTenths(histogram.max),
    };
    histogram.reset();
    return summary;
  }
}

/** Milliseconds with one decimal, rounded up. */
const roundUpToTenths = (microseconds: number): number => Math.ceil(microseconds / 100) / 10;
