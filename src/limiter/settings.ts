import type { Draw } from '../core/upstream';
import type { Clock } from './clock';
import type { RedisConnection } from '../redis';
import type { WaitOptions } from './queue/wait-options';

/** A vendor's limit, and the part of it that is left to other users of the same vendor account. */
export interface LimitedQuota {
  readonly name: string;
  /** Tokens that the vendor allows in one window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Each channel has the limit for itself; absent: it is for the vendor account. */
  readonly per?: 'channel';
  /** Tokens that the gateway never uses; 0 ≤ reserve < limit. */
  readonly reserve?: number;
}

/**
 * Also the label `reason` of the refusal metric; `hang-up` is a caller that disconnected, `share` a client that has
 * used its share of a quota.
 */
export type RefusalReason =
  'forecast' | 'full' | 'deadline' | 'share' | 'hang-up' | 'closed' | 'unavailable';

/**
 * - `shared`: replicas share the quotas through Redis
 * - `quarantined`: the same, and the ledger grants nothing yet, because it may have lost what was used
 * - `fallback`: Redis is lost, and this replica uses its fallback share
 * - `refusing`: Redis is lost, and this replica has no fallback share that it may use
 */
export const LEDGER_STATES = ['shared', 'quarantined', 'fallback', 'refusing'] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];
export type LedgerMode = Exclude<LedgerState, 'quarantined'>;

/** A silent replica whose fallback shares are suspended. */
export interface SuspendedReplica {
  /** Its name, or its id if it has none. */
  readonly replica: string;
  readonly endsInMs: number;
}

/** Receives every decision in the tick in which it is made; for metrics. */
export interface LimiterObserver {
  granted(draws: readonly Draw[], wait: WaitOptions, waitedMs: number): void;
  refused(reason: RefusalReason, draws: readonly Draw[], wait: WaitOptions): void;
  /** The vendor refused a call in spite of the quota. */
  cooledDown(quotas: readonly string[], forMs: number): void;
  /** A round trip to Redis has ended, by a reply or by its timeout. */
  roundTrip(ok: boolean, tookMs: number): void;
  /**
   * The state of the ledger has changed, or its quarantine ends later.
   * @param endsInMs until it ends by itself, as far as it is known
   */
  ledger(state: LedgerState, endsInMs?: number): void;
  /** The replicas whose fallback shares are suspended have changed; all of them. */
  suspended(replicas: readonly SuspendedReplica[]): void;
  /** Redis's clock was set forward by so much, or back if negative. Quotas are not affected. */
  clockStepped(byMs: number): void;
  /** The number of replicas that share the ledger, by its last reply. */
  replicas(count: number): void;
}

/** The ledger that replicas share, and the rules for a replica that cannot reach it. */
export interface FleetSettings {
  /** Names the ledger. All users of the same vendor account have the same name. */
  readonly account: string;
  readonly redis: RedisConnection;
  /** Kept when the process restarts; no two live replicas have the same. Empty: none is known. */
  readonly replicaName: string;
  /** Without Redis: use the fallback share, or refuse. */
  readonly onLoss: 'share' | 'refuse';
  readonly maxReplicas: number;
  readonly fallback: FallbackSettings;
}

/** How long a replica without Redis uses its fallback share. */
export interface FallbackSettings {
  /** The ledger keeps the share from others for so long after the replica's last message. */
  readonly forMs: number;
  /** Afterwards the replica refuses calls, or goes on although the ledger grants its share to others. */
  readonly then: 'refuse' | 'share';
}

/** The settings that may change while the limiter runs. */
export interface LimiterTerms {
  /** The names never change. */
  readonly quotas: readonly LimitedQuota[];
  /** Milliseconds after which the transport gives up a call, connecting included. */
  readonly clientTimeoutMs: number;
  /** Most callers in the queue. */
  readonly maxWaiting: number;
  /** Most leases of one client at a time; absent: no limit. */
  readonly maxLeases?: number;
  /** Absent: this process is the only replica. */
  readonly fleet?: Pick<FleetSettings, 'onLoss' | 'maxReplicas' | 'fallback'>;
}

export interface LimiterSettings extends LimiterTerms {
  /** Longest time from a grant until its call is handed to the transport, event-loop stalls included; default 250. */
  readonly marginMs?: number;
  /**
   * An earlier process may have used the quotas a moment ago, so windows up to a second are waited out
   * first. Default true.
   */
  readonly coldStart?: boolean;
  /** Absent: this process is the only replica. */
  readonly fleet?: FleetSettings;
  readonly clock?: Clock;
  readonly observer?: LimiterObserver;
}
