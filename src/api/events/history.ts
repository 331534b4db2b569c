import { EventEmitter, once } from 'node:events';

/** One connection at one moment, in JSON, made once for all readers. */
export interface ConnectionSample {
  readonly description: string;
  readonly figures: string;
}

export interface Sample {
  /** Unix milliseconds; never the same twice. */
  readonly atMs: number;
  /** By connection. */
  readonly connections: ReadonlyMap<string, ConnectionSample>;
}

/**
 * The last moments, in a ring. A reader takes them one by one, at its own speed: it holds no memory but
 * its place, and one that is too slow misses what is gone.
 */
export class History {
  private readonly moments: Sample[] = [];
  private readonly news = new EventEmitter().setMaxListeners(0);
  private added = 0;

  constructor(private readonly size: number) {}

  add(moment: Sample): void {
    this.moments[this.added % this.size] = moment;
    this.added += 1;
    this.news.emit('moment');
  }

  /** Moments from after `afterMs` on, those to come included; ends when the signal says so. */
  async *from(afterMs: number, signal: AbortSignal): AsyncGenerator<Sample> {
    for (let next = this.firstAfter(afterMs); !signal.aborted; next += 1) {
      next = Math.max(next, this.oldest);
      if (next === this.added && !(await this.more(signal))) return;
      const moment = this.moments[next % this.size];
      if (moment !== undefined) yield moment;
    }
  }

  /** Moments from after `afterMs` on that are here already. */
  *until(afterMs: number): Generator<Sample> {
    for (let next = this.firstAfter(afterMs), end = this.added; next < end; next += 1) {
      const moment = this.moments[next % this.size];
      if (moment !== undefined) yield moment;
    }
  }

  private get oldest(): number {
    return Math.max(0, this.added - this.size);
  }

  private firstAfter(afterMs: number): number {
    let next = this.oldest;
    while (next < this.added && (this.moments[next % this.size]?.atMs ?? 0) <= afterMs) next += 1;
    return next;
  }

  private more(signal: AbortSignal): Promise<boolean> {
    return once(this.news, 'moment', { signal }).then(
      () => true,
      () => false,
    );
  }
}
