import type { Account } from './accounts';
import type { Fleet } from './fleet';

/** Something that goes wrong, so many milliseconds after the callers began. */
export interface Fault {
  readonly atMs: number;
  readonly name: string;
  /** Ends when it is over. */
  strike(fleet: Fleet): Promise<void>;
}

/** From a second after the loss until Redis is back; milliseconds after the callers began. */
export interface Loss {
  readonly fromMs: number;
  readonly toMs: number;
  readonly calls: 'go on' | 'stop';
}

export interface Scenario {
  readonly name: string;
  readonly replicas: number;
  readonly redis: 'none' | 'direct' | 'proxied';
  readonly onLoss?: 'share' | 'refuse';
  readonly accounts: readonly Account[];
  readonly rttMs: number;
  /** Comes on top of either way. */
  readonly jitterMs: number;
  readonly forMs: number;
  readonly faults?: readonly Fault[];
  /** Problem codes of 5xx that these faults may lead to by design, and `cut` for a killed replica. */
  readonly allowed?: readonly string[];
  /** What has to be true at the vendor while Redis is lost. */
  readonly lost?: Loss;
  /** Set where nothing goes wrong: when to begin to measure, and the least share of N/(W+RTT). */
  readonly steady?: { readonly fromMs: number; readonly atLeast: number };
}
