/** Networks that fail for longer than every timeout, and servers whose clock or data is another's. */
import { ACCOUNTS } from './accounts';
import { blackHole, cutOff, failOver, slowReplies, stall, stepClock } from './faults';
import { FALLBACK_MS } from './gateway-settings';
import type { Fault, Scenario } from './scenario';
import { AFTERMATH_MS, WARM_MS, withFaults } from './with-faults';

const { MESSAGES, RESTED, SMALL } = ACCOUNTS;

/** Longer than the fallback of a replica, and than all that may still be in flight or resting then. */
const PARTITION_MS = FALLBACK_MS + 9_000;

/** The default of the setting `redis.fallback.forMs`. */
const DEFAULT_FALLBACK_MS = 900_000;

/** @param forMs how long the last fault lasts */
const between = (
  name: string,
  faults: readonly Fault[],
  forMs: number,
  more: Partial<Scenario> = {},
): Scenario =>
  withFaults(name, faults, {
    replicas: 2,
    redis: 'proxied',
    accounts: [MESSAGES],
    forMs: Math.max(...faults.map(({ atMs }) => atMs)) + forMs + AFTERMATH_MS,
    allowed: ['503 limiter-unavailable'],
    ...more,
  });

const partition = (held: 'both' | 'requests' | 'replies', name: string): Scenario =>
  between(
    `${name}, longer than its fallback`,
    [cutOff(WARM_MS, 0, PARTITION_MS, held)],
    PARTITION_MS,
  );

const blackHoleOf = (forMs: number): Scenario =>
  between(
    `a black hole of ${forMs / 1_000} s, shorter than the fallback`,
    [blackHole(WARM_MS, 0, forMs)],
    forMs,
    { accounts: [SMALL], fallbackMs: DEFAULT_FALLBACK_MS },
  );

/** Long enough for the replica to use its share. */
export const SHORT_BLACK_HOLE = blackHoleOf(10_000);

const settable = { clock: 'settable', accounts: [MESSAGES, SMALL], replicas: 3 } as const;

/** The first is also part of the short form. */
export const PARTITIONS: readonly Scenario[] = [
  partition('both', 'one replica is cut off'),
  partition('requests', 'one replica cannot reach Redis'),
  partition('replies', 'one replica gets no replies'),
  between(
    'both replicas are cut off, one after the other',
    [cutOff(WARM_MS, 0, PARTITION_MS), cutOff(WARM_MS + 4_000, 1, PARTITION_MS, 'replies')],
    PARTITION_MS,
  ),
  blackHoleOf(45_000),
  between(
    'a replica at rest is cut off, longer than its fallback',
    [cutOff(WARM_MS, 0, PARTITION_MS)],
    PARTITION_MS,
    { accounts: [RESTED] },
  ),
  between('every reply of Redis takes 800 ms', [slowReplies(WARM_MS, 800, 12_000)], 12_000, {
    fallbackMs: DEFAULT_FALLBACK_MS,
  }),
  between('a stopped replica', [stall(WARM_MS, 0, PARTITION_MS)], PARTITION_MS, {
    allowed: ['cut', '503', '504 upstream-timeout'],
  }),
  between(
    'fail-overs that lose the last second',
    [failOver(WARM_MS, 1_000, 0), failOver(WARM_MS + 6_000, 1_000, 1_500)],
    8_000,
    { redis: 'direct', accounts: [MESSAGES, SMALL], replicas: 3 },
  ),
  between(
    'the clock of Redis is set forward and back',
    [stepClock(WARM_MS, 30), stepClock(WARM_MS + 7_000, -30)],
    6_000,
    { ...settable, redis: 'direct' },
  ),
  between(
    'the clock of Redis is set back, and forward while a replica is cut off',
    [
      stepClock(WARM_MS, -30),
      cutOff(WARM_MS + 5_000, 0, PARTITION_MS),
      stepClock(WARM_MS + 8_000, 30),
    ],
    PARTITION_MS,
    settable,
  ),
];
