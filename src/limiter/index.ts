import { systemClock } from './clock';
import type { Limiter } from './limiter';
import { MemoryTokens } from './memory-tokens';
import { Ledger } from './redis/ledger';
import { RedisTokens } from './redis/redis-tokens';
import type { LimiterSettings } from './settings';
import { WaitingLine } from './waiting-line';

export { connectRedis, type RedisConnection } from './redis/connect';
export { lockedOut, lockLost, shuttingDown } from './refusals';
export { inTime } from './redis/in-time';
export { Leases, type Hold } from './redis/leases';
export { Script } from './redis/scripts';
export type { Clock } from './clock';
export type { Grant, Limiter, QuotaReport, QuotaStanding } from './limiter';
export type { Wait } from './wait';
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
  if (!fleet) return new WaitingLine(new MemoryTokens(own), { ...settings, clock });
  const ledger = new Ledger(fleet.redis, fleet.account, (ok, tookMs) => {
    observer?.roundTrip(ok, tookMs);
  });
  const tokens = new RedisTokens({ ...own, ...fleet, ledger, observer });
  return new WaitingLine(tokens, { ...settings, clock });
}
