import type { Account } from './accounts';
import type { Fleet } from './fleet';

/** A fault at a time after the start of the load. */
export interface Fault {
  readonly atMs: number;
  readonly name: string;
  /** Resolves when the fault is over. */
  inject(fleet: Fleet): Promise<void>;
}

/** The time from one second after the loss of Redis until its return, after the start of the load. */
export interface Loss {
  readonly fromMs: number;
  readonly toMs: number;
  readonly calls: 'continue' | 'stop';
}

export interface Scenario {
  readonly name: string;
  readonly replicas: number;
  /** Sets the fallback share of each: limit ÷ this. Default: as many as there are. */
  readonly maxReplicas?: number;
  readonly redis: 'none' | 'direct' | 'proxied';
  readonly onLoss?: 'share' | 'refuse';
  /** How long a replica may use its fallback share. Default: so short that a partition outlasts it. */
  readonly fallbackMs?: number;
  /** Whether the scripts in Redis read a clock that the faults can set. */
  readonly clock?: 'settable';
  readonly accounts: readonly Account[];
  readonly rttMs: number;
  /** Added to each direction, evenly distributed. */
  readonly jitterMs: number;
  readonly forMs: number;
  readonly faults?: readonly Fault[];
  /** The 5xx replies that these faults may cause by design; `cut` for a killed replica. */
  readonly allowed?: readonly string[];
  /** The expectation while Redis is lost. */
  readonly lost?: Loss;
  /** The start of the measurement, and the required share of N/(W+RTT). */
  readonly steady?: { readonly fromMs: number; readonly atLeast: number };
}
