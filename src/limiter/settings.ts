import type { Draw } from '../core/upstream';
import type { Clock } from './clock';
import type { RedisConnection } from '../redis';
import type { WaitOptions } from './queue/wait-options';

/** A vendor's limit, and how much of it is left to others who use the same key. */
export interface LimitedQuota {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Tokens never used here; 0 ≤ reserve < limit. */
  readonly reserve?: number;
}

export type RefusalReason = 'forecast' | 'full' | 'deadline' | 'hang-up' | 'closed' | 'unavailable';

/** Told of every decision, in the same tick; for metrics. */
export interface LimiterObserver {
  granted(draws: readonly Draw[], wait: WaitOptions, waitedMs: number): void;
  refused(reason: RefusalReason, draws: readonly Draw[], wait: WaitOptions): void;
  /** The vendor refused in spite of the quota. */
  cooledDown(quotas: readonly string[], forMs: number): void;
  /** A round trip to Redis has ended, or was given up. */
  roundTrip(ok: boolean, tookMs: number): void;
  /** The fleet's ledger is used from now on, or this replica's share alone. */
  mode(mode: 'shared' | 'fallback'): void;
  /** So many replicas share the ledger, as its last answer says. */
  replicas(count: number): void;
}

/** What replicas share, and what each may use where they cannot. */
export interface FleetSettings {
  /** The ledger's name; everyone who uses the account's quotas has the same. */
  readonly account: string;
  readonly redis: RedisConnection;
  /** Without Redis: go on with a share of the limit, or refuse. */
  readonly onLoss: 'share' | 'refuse';
  readonly maxReplicas: number;
}

/** What of a limiter's settings may change while it runs. */
export interface LimiterTerms {
  /** Always of the same names. */
  readonly quotas: readonly LimitedQuota[];
  /** Milliseconds after which the transport gives a call up, connecting included. */
  readonly clientTimeoutMs: number;
  /** Callers in line at most. */
  readonly maxWaiting: number;
  /** Absent: this process is the only one. */
  readonly fleet?: Pick<FleetSettings, 'onLoss' | 'maxReplicas'>;
}

export interface LimiterSettings extends LimiterTerms {
  /** Milliseconds between a grant and its sending at most, event-loop stalls included; 250. */
  readonly marginMs?: number;
  /**
   * A process before this one may have used its quotas a moment ago: windows up to a second are
   * waited out first. True unless set.
   */
  readonly coldStart?: boolean;
  /** Absent: this process is the only one. */
  readonly fleet?: FleetSettings;
  readonly clock?: Clock;
  readonly observer?: LimiterObserver;
}
