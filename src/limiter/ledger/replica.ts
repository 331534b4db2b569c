import type { InFlightCall } from '../in-flight';
import type { LedgerMode } from '../settings';
import type { GrantRequest } from './grant-requests';
import type { ChannelEnd, DrawText, LedgerReply } from './messages';
import type { LedgerLeases } from './ledger-leases';
import type { ReplicaFallback } from './replica-fallback';
import type { ReplicaUsage } from './replica-usage';
import type { SessionTerms } from './session-terms';

/** The message that grants are requested with. */
export interface PlannedMessage {
  /** Whether it is sent anyway. */
  readonly isDue: boolean;
  /** Whether it tells ends of calls; then it also requests grants of quotas of which the ledger had nothing. */
  readonly hasEnds: boolean;
}

/** The tokens and waiters of this replica, as its session needs them. */
export interface Replica {
  /** Another object whenever the terms have changed. */
  readonly terms: SessionTerms;
  /** Whether there are tokens enough for all replicas, so that no waiter needs those of ended calls. */
  readonly hasAmpleTokens: boolean;
  /** Whether it has used nothing for some seconds, and no replica lacks tokens. */
  readonly isAtRest: boolean;
  readonly fallback: Pick<
    ReplicaFallback,
    'lostShares' | 'outlastsLease' | 'takeReturns' | 'wantedShares'
  >;
  /** The leases of clients that this replica knows of. */
  readonly ledgerLeases: Pick<LedgerLeases, 'report'>;
  readonly callsInFlight: Iterable<InFlightCall>;
  usage(): ReplicaUsage;
  planRequests(message: PlannedMessage): readonly GrantRequest[];
  queuedDraws(): DrawText;
  /** Removes the ends. @returns those that a message tells */
  takeChannelEnds(nowMs: number): readonly ChannelEnd[];
  /**
   * @param names of the grants in the ledger, by request
   * @param sentMs clock time; the grants of the reply begin later than that
   */
  applyGrants(
    requests: readonly GrantRequest[],
    names: readonly string[],
    reply: LedgerReply,
    sentMs: number,
  ): void;
  /** Takes over the views and the confirmed shares of a reply. */
  applyViews(reply: LedgerReply): void;
  /** Drops all unused grants: the ledger may no longer know them. */
  discardGrants(): void;
  changeMode(mode: LedgerMode): void;
}
