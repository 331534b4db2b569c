import type { VendorCall } from '../../gateway';
import { LatencyRecorder, type LatencySummary } from './latency-recorder';

/** Kinds of errors told apart in one sample; a vendor may make up codes without end. */
const MOST_KINDS = 20;

/** A kind of failed vendor call, and how often it came. */
export interface FailureCount {
  /** What it became for the caller. */
  readonly outcome: string;
  /** HTTP status, or 0 where no answer came. */
  readonly status: number;
  /** The vendor's own code. */
  readonly code?: number;
  readonly count: number;
}

/** What happened on one connection since the sample before; what did not is left out. */
export interface IntervalActivity {
  /** How long granted calls waited for quota. */
  readonly waits?: LatencySummary;
  /** How long vendor calls took. */
  readonly calls?: LatencySummary;
  readonly failed?: readonly FailureCount[];
  /** Calls that got no tokens, by reason. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Calls that went along with one that was waiting, by operation. */
  readonly merged?: Readonly<Record<string, number>>;
  readonly fleet: Fleet;
}

/** `one`: no Redis is configured; `alone`: it is lost, and this replica goes on with its share. */
export interface Fleet {
  readonly mode: 'one' | 'shared' | 'fallback';
  readonly replicas: number;
}

/** Counts what happens on one connection from sample to sample. */
export class IntervalCounts {
  private readonly waits = new LatencyRecorder();
  private readonly calls = new LatencyRecorder();
  private readonly failed = new Map<string, FailureCount>();
  private readonly refused = new Map<string, number>();
  private readonly merged = new Map<string, number>();
  private standing: Fleet = { mode: 'one', replicas: 1 };

  vendorCall({ outcome, status, code, durationMs }: VendorCall): void {
    this.calls.record(durationMs);
    if (outcome !== 'ok') this.fail({ outcome, status, ...(code !== undefined && { code }) });
  }

  merge(operation: string): void {
    add(this.merged, operation);
  }

  wait(ms: number): void {
    this.waits.record(ms);
  }

  refuse(reason: string): void {
    add(this.refused, reason);
  }

  /** Only where there is Redis anything is told of it. */
  fleet(change: Partial<Fleet>): void {
    const mode = this.standing.mode === 'one' ? 'shared' : this.standing.mode;
    this.standing = { ...this.standing, mode, ...change };
  }

  /** What happened so far, which is then forgotten. */
  take(): IntervalActivity {
    const [waits, calls] = [this.waits.take(), this.calls.take()];
    const { failed, refused, merged } = this;
    const happened = {
      ...(waits && { waits }),
      ...(calls && { calls }),
      ...(failed.size > 0 && { failed: [...failed.values()] }),
      ...(refused.size > 0 && { refused: Object.fromEntries(refused) }),
      ...(merged.size > 0 && { merged: Object.fromEntries(merged) }),
      fleet: this.standing,
    };
    for (const counts of [failed, refused, merged]) counts.clear();
    return happened;
  }

  private fail(kind: Omit<FailureCount, 'count'>): void {
    const name = `${kind.outcome} ${kind.status} ${kind.code ?? ''}`;
    const known = this.failed.get(name);
    if (known !== undefined) this.failed.set(name, { ...known, count: known.count + 1 });
    else if (this.failed.size < MOST_KINDS) this.failed.set(name, { ...kind, count: 1 });
  }
}

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
