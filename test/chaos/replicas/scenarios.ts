import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosFleet } from './chaos-fleet';
import { floodLogs } from './log-flood';
import { checkMemoryUnderSlowClients, checkSlowClientsAreClosed } from './slow-clients';

/** A fault that is injected while the workload runs. */
export interface Scenario {
  readonly name: string;
  /** Injects the fault. May return violations that only this scenario can see, one sentence each. */
  readonly inject: (fleet: ChaosFleet) => Promise<readonly string[] | undefined>;
  /** The workload continues for this long after the fault has begun. */
  readonly durationMs: number;
  /** A dead replica's share stays suspended for half a minute; the short suite does not wait for it. */
  readonly killsReplica?: boolean;
}

/** Every vendor call may get one of these faults for two seconds. */
const vendorFaults = (name: string, ...faults: readonly object[]): Scenario => ({
  name,
  durationMs: 5_000,
  async inject({ control }) {
    await control(
      'PUT',
      'faults',
      faults.map((fault) => ({ route: '*', ...fault })),
    );
    await sleep(2_000);
    await control('PUT', 'faults', []);
    return undefined;
  },
});

/** Runs the actions at the same time. */
async function inParallel(actions: Iterable<Promise<unknown>>): Promise<undefined> {
  await Promise.all(actions);
  return undefined;
}

/** Every host of every vendor. */
const hostsOf = ({ vendors }: ChaosFleet) => vendors.flatMap(({ hosts }) => hosts);

/** The proxy between the replicas and Redis. @throws Error if the fleet has none */
function redisProxyOf({ redis }: ChaosFleet) {
  if (redis.proxy === undefined) throw new Error('There is no proxy between replicas and Redis.');
  return redis.proxy;
}

/** Longer than the timeout of a vendor call plus the time that a circuit stays open. */
const SILENCE_MS = 3_000;
/** A replica notices a dead socket within a second and replaces it within five. */
const DEAD_SOCKET_MS = 9_000;

export const SHORT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'SIGKILL of one replica',
    durationMs: 6_000,
    killsReplica: true,
    inject: (fleet) => inParallel([fleet.replace(0, 'SIGKILL')]),
  },
  {
    name: 'rolling restart',
    durationMs: 9_000,
    async inject(fleet) {
      for (const index of [0, 1, 2]) await fleet.replace(index, 'SIGTERM');
      return undefined;
    },
  },
  {
    name: 'FLUSHALL on Redis',
    durationMs: 9_000,
    inject: ({ redis }) => inParallel([redis.flush()]),
  },
  {
    name: 'Redis down for 2 s',
    durationMs: 9_000,
    inject: ({ redis }) => inParallel([redis.restart(2_000)]),
  },
  {
    name: 'half-open connections to Redis',
    durationMs: DEAD_SOCKET_MS,
    inject: (fleet) => inParallel([redisProxyOf(fleet).setState({ dead: 'old' }, 0)]),
  },
  {
    name: 'vendors accept calls and never answer',
    durationMs: SILENCE_MS + 6_000,
    inject: (fleet) =>
      inParallel(hostsOf(fleet).map((host) => host.setState({ dead: 'all' }, SILENCE_MS))),
  },
  {
    name: 'slow clients',
    durationMs: 6_000,
    inject: (fleet) => checkMemoryUnderSlowClients(fleet, 4_000),
  },
  {
    name: 'logs to a full disk and to a pipe without a reader',
    durationMs: 8_000,
    async inject(fleet) {
      await fleet.replace(1, 'SIGTERM', { output: 'full disk' });
      await fleet.replace(2, 'SIGTERM', { output: 'unread pipe' });
      return floodLogs(fleet);
    },
  },
  vendorFaults(
    'vendors reset connections',
    { kind: 'reset', rate: 0.15 },
    { kind: 'reset-after', rate: 0.15 },
  ),
];

export const ALL_SCENARIOS: readonly Scenario[] = [
  ...SHORT_SCENARIOS,
  {
    name: 'Redis frozen for 2 s',
    durationMs: 7_000,
    inject: ({ redis }) => inParallel([redis.freeze(2_000)]),
  },
  {
    name: 'slow Redis',
    durationMs: 8_000,
    inject: (fleet) => inParallel([redisProxyOf(fleet).setState({ delayMs: 100 }, 3_000)]),
  },
  {
    name: 'Redis with 200 ms of latency each way, and jitter',
    durationMs: 10_000,
    inject: (fleet) =>
      inParallel([redisProxyOf(fleet).setState({ delayMs: 200, jitterMs: 100 }, 4_000)]),
  },
  {
    name: 'Redis closes its client connections',
    durationMs: 5_000,
    inject: ({ redis }) => inParallel([redis.killClients()]),
  },
  {
    name: 'Redis crashes and loses its last 600 ms',
    durationMs: 14_000,
    inject: ({ redis }) => inParallel([redis.crash(600, 200)]),
  },
  {
    name: 'Redis accepts connections and never answers',
    durationMs: SILENCE_MS + DEAD_SOCKET_MS,
    inject: (fleet) => inParallel([redisProxyOf(fleet).setState({ dead: 'all' }, SILENCE_MS)]),
  },
  {
    name: 'half-open connections to the vendors',
    durationMs: 6_000,
    inject: (fleet) => inParallel(hostsOf(fleet).map((host) => host.setState({ dead: 'old' }, 0))),
  },
  {
    name: 'the first host of each vendor accepts no connections',
    durationMs: SILENCE_MS + 6_000,
    inject: ({ vendors }) => {
      const firstHosts = vendors.flatMap(({ hosts }) => hosts.slice(0, 1));
      return inParallel(firstHosts.map((host) => host.refuseConnections(SILENCE_MS)));
    },
  },
  {
    name: 'slow clients until the gateway closes them',
    durationMs: 60_000,
    inject: checkSlowClientsAreClosed,
  },
  vendorFaults('vendors stall', { kind: 'stall', rate: 0.2 }),
  vendorFaults('vendors fail with 503', { kind: 'status', status: 503, rate: 0.3 }),
  vendorFaults('vendors throttle', { kind: 'throttle', rate: 0.1 }),
  vendorFaults('vendors truncate replies', { kind: 'truncate', rate: 0.2 }),
];
