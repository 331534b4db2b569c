import { systemClock } from './clock';
import type { Limiter } from './limiter';
import { MemoryTokenStore } from './tokens/memory-token-store';
import { LedgerClient } from './ledger/ledger-client';
import { LedgerTokenStore } from './ledger/ledger-token-store';
import type { LimiterSettings } from './settings';
import { QueuedLimiter } from './queued-limiter';

export { shuttingDown } from './refusals';
export type { Clock } from './clock';
export { MAX_HOLD_MS } from './queue/wait-options';
export { LEASE_ENDS, type LeaseEnd } from './limiter';
export type {
  Grant,
  GrantedLease,
  LeasedTokens,
  Limiter,
  QuotaReport,
  QuotaSnapshot,
  SuspendedShare,
  SuspensionEnd,
} from './limiter';
export type { WaitOptions } from './queue/wait-options';
export { LEDGER_STATES } from './settings';
export type {
  FallbackSettings,
  FleetSettings,
  LedgerState,
  LimitedQuota,
  LimiterObserver,
  LimiterSettings,
  LimiterTerms,
  RefusalReason,
  SuspendedReplica,
} from './settings';

/** Covers a stall of the event loop between a grant and its first byte: 200 ms, and some reserve. */
const DEFAULT_MARGIN_MS = 250;

/** A limiter for one vendor account: shared with other replicas if `fleet` is set, else for this process. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const {
    clock = systemClock,
    marginMs = DEFAULT_MARGIN_MS,
    coldStart = true,
    fleet,
    observer,
  } = settings;
  const complete = { ...settings, clock, marginMs, coldStart };
  if (!fleet) return new QueuedLimiter(new MemoryTokenStore(complete), complete);
  const ledger = new LedgerClient(
    fleet.redis,
    fleet.account,
    fleet.replicaName,
    (ok, tookMs) => {
      observer?.roundTrip(ok, tookMs);
    },
    (byMs) => observer?.clockStepped(byMs),
  );
  const tokens = new LedgerTokenStore({ ...complete, ...fleet, ledger, observer });
  return new QueuedLimiter(tokens, complete);
}
