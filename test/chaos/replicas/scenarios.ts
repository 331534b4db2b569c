import { setTimeout as sleep } from 'node:timers/promises';
import { floodOfLines } from './full-logs';
import { slowClientsAreEnded, stormOfSlowClients } from './slow-clients';
import type { ChaosStage } from './stage';

/** Something that goes wrong while callers call. */
export interface Scenario {
  readonly name: string;
  /** After two seconds of calls. Violations that it has found itself, in words. */
  readonly strike: (stage: ChaosStage) => Promise<unknown>;
  /** Milliseconds that calls go on after it has begun. */
  readonly forMs: number;
  /** The share of a dead replica is back after half a minute: the short form does not wait for it. */
  readonly dies?: boolean;
}

const storm = (name: string, ...faults: object[]): Scenario => ({
  name,
  forMs: 5_000,
  async strike({ control }) {
    await control(
      'PUT',
      'faults',
      faults.map((fault) => ({ route: '*', ...fault })),
    );
    await sleep(2_000);
    await control('PUT', 'faults', []);
  },
});

/** Every host of every vendor. */
const hostsOf = ({ vendors }: ChaosStage) => vendors.flatMap(({ hosts }) => hosts);

/** For longer than a vendor call, and an open circuit after that. */
const HOLE_MS = 3_000;
/** A replica notices a dead socket within a second, and replaces it within five. */
const DEAD_SOCKET_MS = 9_000;

export const SHORT: readonly Scenario[] = [
  {
    name: 'kill -9 of a replica',
    forMs: 6_000,
    dies: true,
    strike: (stage) => stage.replace(0, 'SIGKILL'),
  },
  {
    name: 'rolling restart',
    forMs: 9_000,
    async strike(stage) {
      for (const index of [0, 1, 2]) await stage.replace(index, 'SIGTERM');
    },
  },
  { name: 'FLUSHALL', forMs: 9_000, strike: ({ redis }) => redis.flush() },
  { name: 'Redis is away for 2 s', forMs: 9_000, strike: ({ redis }) => redis.restart(2_000) },
  {
    name: 'half-open sockets to Redis',
    forMs: DEAD_SOCKET_MS,
    strike: ({ redis }) => redis.proxy?.be({ dead: 'old' }, 0) ?? Promise.resolve(),
  },
  {
    name: 'the vendors take calls and say nothing',
    forMs: HOLE_MS + 6_000,
    strike: (stage) => Promise.all(hostsOf(stage).map((host) => host.be({ dead: 'all' }, HOLE_MS))),
  },
  {
    name: 'slow clients',
    forMs: 6_000,
    strike: (stage) => stormOfSlowClients(stage, 4_000),
  },
  {
    name: 'logs on a full disk, and into a pipe that nobody reads',
    forMs: 8_000,
    async strike(stage) {
      await stage.replace(1, 'SIGTERM', { says: 'to a full disk' });
      await stage.replace(2, 'SIGTERM', { says: 'to nobody' });
      return floodOfLines(stage);
    },
  },
  storm('the vendors cut', { kind: 'reset', rate: 0.15 }, { kind: 'reset-after', rate: 0.15 }),
];

export const LONG: readonly Scenario[] = [
  ...SHORT,
  { name: 'Redis stands still for 2 s', forMs: 7_000, strike: ({ redis }) => redis.freeze(2_000) },
  { name: 'Redis is slow', forMs: 8_000, strike: ({ redis }) => redis.slowDown(100, 3_000) },
  {
    name: 'Redis takes 200 ms each way, and some',
    forMs: 10_000,
    strike: ({ redis }) =>
      redis.proxy?.be({ delayMs: 200, jitterMs: 100 }, 4_000) ?? Promise.resolve(),
  },
  { name: 'Redis drops its clients', forMs: 5_000, strike: ({ redis }) => redis.killClients() },
  {
    name: 'Redis crashes and has what it had 600 ms before',
    forMs: 14_000,
    strike: ({ redis }) => redis.crash(600, 200),
  },
  {
    name: 'Redis takes connections and says nothing',
    forMs: HOLE_MS + DEAD_SOCKET_MS,
    strike: ({ redis }) => redis.proxy?.be({ dead: 'all' }, HOLE_MS) ?? Promise.resolve(),
  },
  {
    name: 'half-open sockets to the vendors',
    forMs: 6_000,
    strike: (stage) => Promise.all(hostsOf(stage).map((host) => host.be({ dead: 'old' }, 0))),
  },
  {
    name: 'the first host of each vendor takes no connection',
    forMs: HOLE_MS + 6_000,
    strike: ({ vendors }) =>
      Promise.all(
        vendors.flatMap(({ hosts }) => hosts.slice(0, 1)).map((host) => host.takeNobody(HOLE_MS)),
      ),
  },
  {
    name: 'slow clients, until they are ended',
    forMs: 60_000,
    strike: slowClientsAreEnded,
  },
  storm('the vendors stall', { kind: 'stall', rate: 0.2 }),
  storm('the vendors fail', { kind: 'status', status: 503, rate: 0.3 }),
  storm('the vendors say 429', { kind: 'throttle', rate: 0.1 }),
  storm('the vendors cut their answers short', { kind: 'truncate', rate: 0.2 }),
];
