import { EventEmitter, once } from 'node:events';
import type { ClientActivity } from './client-counts';

/** One connection at one time; the texts are JSON that is made once for all readers. */
export interface ConnectionSample {
  /** The part that seldom changes. */
  readonly description: string;
  readonly figures: string;
  /** Apart from the figures, because readers see different ones. */
  readonly clients: readonly ClientActivity[];
}

/** All connections at one time. */
export interface Sample {
  /** Unix milliseconds, unique in a history and growing. */
  readonly atMs: number;
  /** By connection name. */
  readonly connections: ReadonlyMap<string, ConnectionSample>;
  /** The state of Redis, in JSON; absent without Redis. */
  readonly redis?: string;
}

/**
 * A ring of the latest samples. Readers take samples one by one at their own pace: a reader holds only its
 * position, and one that is too slow misses the samples that were overwritten.
 */
export class History {
  private readonly samples: Sample[] = [];
  private readonly additions = new EventEmitter().setMaxListeners(0);
  private added = 0;

  /** @param size the number of samples to keep */
  constructor(private readonly size: number) {}

  add(sample: Sample): void {
    this.samples[this.added % this.size] = sample;
    this.added += 1;
    this.additions.emit('sample');
  }

  /** Yields the samples after `afterMs`, then each later one as it is added, until the signal aborts. */
  async *follow(afterMs: number, signal: AbortSignal): AsyncGenerator<Sample> {
    for (let next = this.firstAfter(afterMs); !signal.aborted; next += 1) {
      next = Math.max(next, this.oldest);
      if (next === this.added && !(await this.nextAddition(signal))) return;
      const sample = this.samples[next % this.size];
      if (sample !== undefined) yield sample;
    }
  }

  /** Yields the samples after `afterMs` that the history has now. */
  *recorded(afterMs: number): Generator<Sample> {
    for (let next = this.firstAfter(afterMs), end = this.added; next < end; next += 1) {
      const sample = this.samples[next % this.size];
      if (sample !== undefined) yield sample;
    }
  }

  private get oldest(): number {
    return Math.max(0, this.added - this.size);
  }

  /** The position of the first sample after `afterMs`; of the oldest for NaN. */
  private firstAfter(afterMs: number): number {
    let next = this.oldest;
    while (next < this.added && (this.samples[next % this.size]?.atMs ?? 0) <= afterMs) next += 1;
    return next;
  }

  /** Resolves to true when a sample is added, to false when the signal aborts. */
  private nextAddition(signal: AbortSignal): Promise<boolean> {
    return once(this.additions, 'sample', { signal }).then(
      () => true,
      () => false,
    );
  }
}
