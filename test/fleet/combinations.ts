/** Faults at random, drawn from a seed. */
import fc from 'fast-check';
import { ACCOUNTS } from './accounts';
import {
  blackHole,
  crash,
  cutOff,
  failOver,
  flush,
  freeze,
  killClients,
  slowDown,
  slowReplies,
  stall,
  stepClock,
} from './faults';
import { FALLBACK_MS } from './gateway-settings';
import type { Fault, Scenario } from './scenario';
import { AFTERMATH_MS, WARM_MS, withFaults } from './with-faults';

const SEEDS = [1, 2, 3, 4, 5, 6];
const FAULTS = { minLength: 5, maxLength: 8 };
const FIRST_TO_LAST_MS = 10_000;
/** Some shorter and some longer than every timeout of the limiter. */
const DURATIONS_MS = [200, 500, 1_200, 3_000, FALLBACK_MS + 3_000];
const LONGEST_MS = Math.max(...DURATIONS_MS);
const STEPS_S = [-30, -1, 1, 30];

/**
 * Replica 0 has trouble with its network and its processor time, replica 1 crashes, and the third can always
 * tell a new ledger of the others: without such a replica the limiter promises nothing (its README).
 */
const REPLICAS = 3;
const [TROUBLED, CRASHING] = [0, 1];

const atMs = fc.integer({ min: WARM_MS, max: WARM_MS + FIRST_TO_LAST_MS });
const forMs = fc.constantFrom(...DURATIONS_MS);
const held = fc.constantFrom('both', 'requests', 'replies');

const OF_NETWORK = [
  fc.tuple(atMs, forMs, held).map(([at, lasting, way]) => cutOff(at, TROUBLED, lasting, way)),
  fc.tuple(atMs, forMs).map(([at, lasting]) => blackHole(at, TROUBLED, lasting)),
  fc.tuple(atMs, forMs).map(([at, lasting]) => stall(at, TROUBLED, lasting)),
];
const OF_REDIS = [
  fc.tuple(atMs, forMs).map(([at, lasting]) => slowReplies(at, 800, lasting)),
  fc.tuple(atMs, forMs).map(([at, lasting]) => slowDown(at, 100, lasting)),
  fc.tuple(atMs, fc.constantFrom(200, 1_000, 2_500)).map(([at, lasting]) => freeze(at, lasting)),
  fc.tuple(atMs, fc.constantFrom(0, 1_500)).map(([at, down]) => failOver(at, 1_000, down)),
  atMs.map(flush),
  atMs.map(killClients),
];
// a replica that starts just when the clock is set forward cannot notice it, so a run has one of the two
const CRASHES = atMs.map((at) => crash(at, CRASHING));
const STEPS = fc.tuple(atMs, fc.constantFrom(...STEPS_S)).map(([at, by]) => stepClock(at, by));

const faultsOf = (seed: number): readonly Fault[] => {
  const fault = fc.oneof(...OF_NETWORK, ...OF_REDIS, seed % 2 === 0 ? CRASHES : STEPS);
  return fc.sample(fc.array(fault, FAULTS), { seed, numRuns: 1 })[0] ?? [];
};

/** The first is also part of the short form. */
export const COMBINATIONS: readonly Scenario[] = SEEDS.map((seed) => {
  const faults = faultsOf(seed).toSorted((one, other) => one.atMs - other.atMs);
  return withFaults(`faults at random, seed ${seed}`, faults, {
    replicas: REPLICAS,
    redis: 'proxied',
    clock: 'settable',
    accounts: [ACCOUNTS.MESSAGES],
    forMs: WARM_MS + FIRST_TO_LAST_MS + LONGEST_MS + AFTERMATH_MS,
    allowed: ['cut', '503', '504 upstream-timeout'],
  });
});
