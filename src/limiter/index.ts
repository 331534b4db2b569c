import { systemClock } from './clock';
import type { Limiter } from './limiter';
import { MemoryTokenStore } from './tokens/memory-token-store';
import { LedgerClient } from './ledger/ledger-client';
import { LedgerTokenStore } from './ledger/ledger-token-store';
import type { LimiterSettings } from './settings';
import { QueuedLimiter } from './queued-limiter';

export { shuttingDown } from './refusals';
export type { Clock } from './clock';
export type { Grant, Limiter, QuotaReport, QuotaSnapshot } from './limiter';
export type { WaitOptions } from './queue/wait-options';
export type {
  FleetSettings,
  LimitedQuota,
  LimiterObserver,
  LimiterSettings,
  LimiterTerms,
  RefusalReason,
} from './settings';

/** Between a grant and its first byte lies at most a stall of the event loop: 200 ms, and some. */
const MARGIN_MS = 250;

/** A limiter for one connection: for the whole fleet where it has one, else for this process alone. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const { clock = systemClock, marginMs = MARGIN_MS, coldStart = true, fleet, observer } = settings;
  const own = { ...settings, clock, marginMs, coldStart };
  if (!fleet) return new QueuedLimiter(new MemoryTokenStore(own), { ...settings, clock });
  const ledger = new LedgerClient(fleet.redis, fleet.account, (ok, tookMs) => {
    observer?.roundTrip(ok, tookMs);
  });
  const tokens = new LedgerTokenStore({ ...own, ...fleet, ledger, observer });
  return new QueuedLimiter(tokens, { ...settings, clock });
}
