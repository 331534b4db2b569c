import { ACCOUNTS } from './accounts';
import { SENDERS_AND_KILLS, WAYS } from './shared-quota';
import { COMBINATIONS } from './combinations';
import { crash, flush, freeze, killClients, restart, slowDown, stall } from './faults';
import { PARTITIONS } from './partitions';
import type { Scenario } from './scenario';
import { AFTERMATH_MS, WARM_MS, withFaults } from './with-faults';

const { MESSAGES, ATTRIBUTES, MINUTE, CHANNELS } = ACCOUNTS;

/** Required share of N/(W+RTT). Below the possible 98 %, because seven processes share two cores. */
const REQUIRED_SHARE = 0.9;
/** On Redis, with several kinds of call in one queue, 86 to 99 % is usual. */
const REQUIRED_SHARE_ON_REDIS = 0.75;

const withoutFaults = (
  replicas: number,
  rttMs: number,
  more: Partial<Scenario> = {},
): Scenario => ({
  name: `no faults, ${replicas} replicas, RTT ${rttMs} ms`,
  replicas,
  redis: 'direct',
  accounts: [MESSAGES, ATTRIBUTES],
  rttMs,
  jitterMs: 0,
  forMs: WARM_MS + 7_000,
  steady: {
    fromMs: WARM_MS,
    atLeast: more.redis === 'none' ? REQUIRED_SHARE : REQUIRED_SHARE_ON_REDIS,
  },
  ...more,
});

/** Redis is lost for this time; one second later each replica is in fallback. */
const lost = (forMs: number, calls: 'continue' | 'stop', afterMs = 1_000): Partial<Scenario> => ({
  lost: { fromMs: WARM_MS + afterMs, toMs: WARM_MS + forMs, calls },
  forMs: WARM_MS + forMs + AFTERMATH_MS,
  ...(calls === 'stop' && { onLoss: 'refuse', allowed: ['503 limiter-unavailable'] }),
});

const inMemory = (rttMs: number): Scenario =>
  withoutFaults(1, rttMs, { redis: 'none', name: `no faults, in memory, RTT ${rttMs} ms` });

const everyKind = withFaults(
  'stall, crash, reconnect, flush',
  [stall(5_000, 1), crash(5_500, 0), killClients(7_500), flush(9_500)],
  { allowed: ['cut'] },
);

/**
 * Redis is lost for 12 s: the share of a busy replica opens when the leases of the last grants have ended and their
 * tokens have rested.
 */
const WHILE_SHARES_ARE_OPEN: Partial<Scenario> = {
  ...lost(12_000, 'continue', 10_000),
  fallbackMs: 60_000,
  allowed: ['503 limiter-unavailable'],
};

const standstill = withFaults(
  'fallback share while Redis is stopped',
  [freeze(WARM_MS, 12_000)],
  WHILE_SHARES_ARE_OPEN,
);

const channels = withFaults(
  'quotas per channel, kill -9 of replicas',
  [crash(7_000, 0), crash(9_000, 1)],
  {
    accounts: [CHANNELS],
    allowed: ['cut', '503 limiter-unavailable'], // a new replica may find Redis late on a busy machine
    steady: { fromMs: WARM_MS, atLeast: 0.4 },
  },
);

/** Takes less than two minutes, without the account that needs the most load. */
export const SHORT: readonly Scenario[] = [
  withoutFaults(4, 20),
  ...[everyKind, standstill].map((one) => ({ ...one, accounts: [MESSAGES, ATTRIBUTES] })),
  ...PARTITIONS.slice(0, 1),
  ...COMBINATIONS.slice(0, 1),
  SENDERS_AND_KILLS,
  channels,
];

const stalls = Array.from({ length: 16 }, (_, index) => stall(5_000 + 500 * index, index % 4));

export const LONG: readonly Scenario[] = [
  ...[0, 20, 50].map(inMemory),
  ...[1, 4].flatMap((replicas) => [0, 20, 50].map((rttMs) => withoutFaults(replicas, rttMs))),
  withoutFaults(4, 20, {
    name: 'no faults, a long window',
    accounts: [MINUTE],
    forMs: WARM_MS + 20_000,
  }),
  everyKind,
  withFaults('stalls of 200 ms', stalls),
  withFaults('stalls longer than a lease', [stall(6_000, 0, 4_000), stall(8_000, 1, 3_000)], {
    allowed: ['cut', '504 upstream-timeout', '503 upstream-unavailable'],
  }),
  withFaults('crashes', [crash(6_000, 0), crash(8_000, 1), crash(10_000, 2)], { allowed: ['cut'] }),
  // without MINUTE: after the flush, no replica knows what the killed one has used in a longer window
  withFaults(
    'crash and flush at once',
    [crash(8_000, 0), flush(8_050), crash(14_000, 1), flush(14_500)],
    {
      accounts: [MESSAGES, ATTRIBUTES],
      allowed: ['cut'],
    },
  ),
  withFaults('reconnects', [6_000, 6_500, 7_000, 9_000].map(killClients)),
  withFaults('flushes', [8_000, 9_000, 14_000].map(flush)),
  standstill,
  ...PARTITIONS,
  ...COMBINATIONS,
  SENDERS_AND_KILLS,
  channels,
  ...WAYS,
  withFaults(
    'fallback share while Redis restarts empty',
    [restart(WARM_MS, 4_000)],
    lost(4_000, 'continue'),
  ),
  withFaults('fallback share while Redis is slow', [slowDown(WARM_MS, 2_000, 12_000)], {
    ...WHILE_SHARES_ARE_OPEN,
    redis: 'proxied',
  }),
  withFaults('refusal while Redis restarts empty', [restart(WARM_MS, 4_000)], lost(4_000, 'stop')),
];
