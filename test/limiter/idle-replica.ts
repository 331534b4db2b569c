import type { InFlightCall } from '../../src/limiter/in-flight';
import type { GrantRequest } from '../../src/limiter/ledger/grant-requests';
import type { LedgerReply } from '../../src/limiter/ledger/messages';
import type { Replica } from '../../src/limiter/ledger/replica';

/** A reply of a ledger that has nothing to say. */
export const EMPTY_REPLY: LedgerReply = {
  epoch: 'e1',
  clockMs: 1,
  grantedInMs: [],
  retries: [],
  endedLeases: [],
  views: [],
  shares: [],
  opensInMs: 0,
  leaseMs: 1000,
  clockStepMs: 0,
  isEnded: false,
  isIdle: false,
  isShort: false,
  replicas: 1,
};

/** A replica without calls and waiters. */
export function createIdleReplica(fallbackMs: number, log: (line: string) => void) {
  const replica = {
    terms: {
      quotas: [],
      channelQuotas: [],
      isColdStart: false,
      shortWindowMs: 1000,
      leaseMs: 1000,
      fallbackMs,
    },
    hasAmpleTokens: false,
    callsInFlight: [] as InFlightCall[],
    usage: () => ({ calls: [], inFlight: [], resting: [], historyMs: {} }),
    isAtRest: false,
    ledgerLeases: { report: () => [] },
    fallback: {
      outlastsLease: false,
      takeReturns: (): readonly string[] => [],
      wantedShares: () => ({}),
      lostShares: () => ({}),
    },
    planRequests: (): readonly GrantRequest[] => [],
    queuedDraws: () => '',
    takeChannelEnds: () => [],
    applyGrants: () => undefined,
    applyViews: () => undefined,
    discardGrants: () => {
      log('discarded');
    },
    changeMode: (mode: string) => {
      log(mode);
    },
  };
  return replica satisfies Replica;
}
