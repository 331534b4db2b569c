import type { JoinMessage } from './messages';
import type { Replica } from './replica';
import type { ReplicaUsage } from './replica-usage';
import { SESSION_TIMES, SILENT_AFTER_MS } from './session-times';

/** The message with which a session joins: its own names, and all that the ledger has to know of the replica. */
export const joinMessage = (
  { terms, ledgerLeases, fallback }: Replica,
  { inFlight, resting, historyMs }: ReplicaUsage,
  session: Pick<JoinMessage, 'replica' | 'trip' | 'isInFallback' | 'knownEpoch'>,
  sentMs: number,
): JoinMessage => ({
  ...terms,
  ...session,
  newEpoch: `${session.replica}-${session.trip}`,
  joinTimeMs: SESSION_TIMES.joinMs,
  silentAfterMs: SILENT_AFTER_MS,
  inFlight,
  resting,
  historyMs,
  leases: ledgerLeases.report(sentMs),
  wantedShares: fallback.wantedShares(true),
  lostShares: fallback.lostShares(),
});
