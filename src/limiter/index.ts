import { createHash } from 'node:crypto';
import { systemClock } from './clock';
import type { Limiter } from './limiter';
import { MemoryTokenStore } from './tokens/memory-token-store';
import { LedgerClient } from './ledger/ledger-client';
import { LedgerTokenStore } from './ledger/ledger-token-store';
import type { FleetSettings, LimiterObserver, LimiterSettings, LimiterTerms } from './settings';
import { QueuedLimiter } from './queued-limiter';
import { ShareLimiter, type ClientShare } from './share-limiter';

export { shuttingDown } from './refusals';
export type { Clock } from './clock';
export { countLeased } from './leases';
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

/** A ledger that has not answered by then is treated as out of reach. */
const MAX_OPENING_MS = 1_000;

/** A limiter for one vendor account: shared with other replicas if `fleet` is set, else for this process. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const account = createQueuedLimiter(settings);
  return new ShareLimiter(
    account,
    settings,
    (client, terms) => openShare(settings, client, terms),
    settings.clock ?? systemClock,
  );
}

/**
 * The limiter of a client's share. The vendor account decides after it and keeps to its own past, so the share
 * waits for no earlier process at its first start.
 */
function openShare(
  settings: LimiterSettings,
  client: string,
  { fleet: fleetTerms, ...terms }: LimiterTerms,
): ClientShare {
  const { fleet } = settings;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  if (!fleet) open();
  else setTimeout(open, MAX_OPENING_MS).unref();
  const limiter = createQueuedLimiter({
    ...settings,
    ...terms,
    coldStart: false,
    observer: shareObserver(settings.observer, open),
    ...(fleet && { fleet: fleetOfShare({ ...fleet, ...fleetTerms }, client) }),
  });
  return { limiter, opened };
}

/** A client may have any text as its name, so the key in Redis has a digest of it. */
const fleetOfShare = (fleet: FleetSettings, client: string): FleetSettings => ({
  ...fleet,
  account: `${fleet.account}:share:${createHash('sha256').update(client).digest('hex').slice(0, 16)}`,
  redis: fleet.redis.retain(),
});

/** Reports what concerns the callers; the tokens are those of the vendor account, which reports them itself. */
const shareObserver = (
  observer: LimiterObserver | undefined,
  open: () => void,
): LimiterObserver => ({
  granted: () => undefined,
  refused: (reason, draws, wait) => {
    const isUsedUp = ['forecast', 'full', 'deadline'].includes(reason);
    observer?.refused(isUsedUp ? 'share' : reason, draws, wait);
  },
  cooledDown: () => undefined,
  roundTrip: (ok, tookMs) => observer?.roundTrip(ok, tookMs),
  ledger: () => undefined,
  suspended: () => undefined,
  clockStepped: () => undefined,
  replicas: open,
});

function createQueuedLimiter(settings: LimiterSettings): Limiter {
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
