import type { Draw } from '../../core/upstream';
import type { VendorCall } from '../../gateway';
import type { LedgerState } from '../../limiter';
import type { SuspensionReport } from '../probes/redis-status';
import { ClientCounts, type ClientActivity } from './client-counts';
import { LatencyRecorder, type LatencySummary } from './latency-recorder';

/** Bounds the kinds of failures in one sample: a vendor may return any number of different codes. */
const MAX_FAILURE_KINDS = 20;

/** Failed vendor calls of one kind. */
export interface FailureCount {
  /** The problem code that the caller got. */
  readonly outcome: string;
  /** HTTP status, or 0 when no answer arrived. */
  readonly status: number;
  /** The vendor's own code. */
  readonly code?: number;
  readonly count: number;
}

/** The activity of one connection since the previous sample; empty members are left out. */
export interface IntervalActivity {
  /** Waits for quota of granted calls. */
  readonly waits?: LatencySummary;
  /** Durations of vendor calls. */
  readonly calls?: LatencySummary;
  readonly failed?: readonly FailureCount[];
  /** Calls that got no tokens, by reason. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Followers of merged calls, by operation. */
  readonly merged?: Readonly<Record<string, number>>;
  /** Reads whose callers accept older data, by result: `hit` or `miss`. */
  readonly cachedReads?: Readonly<Record<string, number>>;
  /** The use of the quotas by client, the busiest first. */
  readonly clients?: readonly ClientActivity[];
  readonly fleet: Fleet;
}

export interface Fleet {
  /**
   * `one`: no Redis is configured; `shared`: replicas share the quotas through Redis; `fallback`: Redis is
   * lost, and this replica uses its fallback share; `refusing`: it has no share that it may use any more;
   * `quarantined`: Redis may have lost what was used, and grants nothing yet.
   */
  readonly mode: 'one' | LedgerState;
  /** Unix time at which the mode ends by itself, in milliseconds. */
  readonly untilMs?: number | undefined;
  readonly replicas: number;
  /** Silent replicas whose fallback shares are suspended. */
  readonly suspended?: readonly SuspensionReport[];
}

/** Counts the events of one connection between two samples. */
export class IntervalCounts {
  private readonly waits = new LatencyRecorder();
  private readonly calls = new LatencyRecorder();
  private readonly clients = new ClientCounts();
  private readonly failedByKind = new Map<string, FailureCount>();
  private readonly refusedByReason = new Map<string, number>();
  private readonly mergedByOperation = new Map<string, number>();
  private readonly cachedReadsByResult = new Map<string, number>();
  private fleet: Fleet = { mode: 'one', replicas: 1 };

  vendorCall({ outcome, status, code, durationMs }: VendorCall): void {
    this.calls.record(durationMs);
    if (outcome !== 'ok') this.failed({ outcome, status, ...(code !== undefined && { code }) });
  }

  granted(client: string, draws: readonly Draw[], waitedMs: number): void {
    this.waits.record(waitedMs);
    const tokens = draws.reduce((sum, draw) => sum + draw.tokens, 0);
    this.clients.granted(client, tokens, waitedMs);
  }

  refused(client: string, reason: string): void {
    this.clients.refused(client);
    increment(this.refusedByReason, reason);
  }

  merged(operation: string): void {
    increment(this.mergedByOperation, operation);
  }

  cachedRead(result: string): void {
    increment(this.cachedReadsByResult, result);
  }

  /** A limiter reports its fleet only when Redis is configured, so the first report ends mode `one`. */
  updateFleet(change: Partial<Fleet>): void {
    const mode = this.fleet.mode === 'one' ? 'shared' : this.fleet.mode;
    this.fleet = { ...this.fleet, mode, ...change };
  }

  /** Returns the activity since the last call and starts a new interval. */
  take(): IntervalActivity {
    const [waits, calls, clients] = [this.waits.take(), this.calls.take(), this.clients.take()];
    const { failedByKind, refusedByReason, mergedByOperation, cachedReadsByResult } = this;
    const activity = {
      ...(waits && { waits }),
      ...(calls && { calls }),
      ...(failedByKind.size > 0 && { failed: [...failedByKind.values()] }),
      ...(refusedByReason.size > 0 && { refused: Object.fromEntries(refusedByReason) }),
      ...(mergedByOperation.size > 0 && { merged: Object.fromEntries(mergedByOperation) }),
      ...(cachedReadsByResult.size > 0 && {
        cachedReads: Object.fromEntries(cachedReadsByResult),
      }),
      ...(clients.length > 0 && { clients }),
      fleet: this.fleet,
    };
    for (const counts of [failedByKind, refusedByReason, mergedByOperation, cachedReadsByResult])
      counts.clear();
    return activity;
  }

  private failed(failure: Omit<FailureCount, 'count'>): void {
    const kind = `${failure.outcome} ${failure.status} ${failure.code ?? ''}`;
    const known = this.failedByKind.get(kind);
    if (known !== undefined) this.failedByKind.set(kind, { ...known, count: known.count + 1 });
    else if (this.failedByKind.size < MAX_FAILURE_KINDS)
      this.failedByKind.set(kind, { ...failure, count: 1 });
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
