import { setTimeout as sleep } from 'node:timers/promises';
import { worstWindow } from '../../limiter/vendor-count';
import type { ChaosFleet } from './chaos-fleet';
import { isLinearizable, type CallRecord } from './linearizability';
import type { Quota } from './vendor-accounts';
import type { Workload } from './workload';

/** The reply of `GET /_sandbox/arrivals`. */
export interface ArrivalLog {
  readonly arrivals: readonly {
    readonly atMs: number;
    readonly quotas: Readonly<Record<string, number>>;
  }[];
  readonly dropped: number;
}

/**
 * Violations of the gateway's guarantees, one sentence each: quotas, linearizable keys, counted
 * increases. Missing evidence, such as a key without an acknowledged write, is a violation too.
 */
export async function findViolations(
  fleet: Pick<ChaosFleet, 'vendors'>,
  workload: Pick<Workload, 'histories' | 'counter'>,
): Promise<string[]> {
  const quotas = await Promise.all(
    fleet.vendors.map(async (vendor) => {
      const log = (await vendor.control('GET', 'arrivals')) as ArrivalLog;
      return checkQuotas(vendor.account.vendor, vendor.account.quotas, log);
    }),
  );
  return [
    ...quotas.flat(),
    ...checkCounter(workload.counter, await readCounter(fleet, workload.counter.key)),
    ...checkHistories(workload.histories),
  ];
}

/** Checks that no quota received more than its limit in any window. */
export function checkQuotas(
  vendor: string,
  quotas: Readonly<Record<string, Quota>>,
  { arrivals, dropped }: ArrivalLog,
): string[] {
  if (arrivals.length === 0) return [`${vendor} received no calls, so its quotas were not checked`];
  if (dropped > 0) return [`${vendor} dropped ${dropped} arrivals, so its quotas were not checked`];
  const calls = arrivals.map(({ atMs, quotas: drawn }) => ({
    atMs,
    draws: Object.entries(drawn).map(([quota, tokens]) => ({ quota, tokens })),
  }));
  return Object.entries(quotas).flatMap(([name, quota]) => {
    const worst = worstWindow(calls, { name, ...quota });
    return worst > quota.limit ? [`${name}: ${worst} of ${quota.limit} in one window`] : [];
  });
}

/** Checks that each acknowledged increase was counted once, and each unknown one at most once. */
export function checkCounter(
  { key, acknowledged, unknown }: Workload['counter'],
  value: number,
): string[] {
  if (acknowledged === 0) return [`no increase of ${key} was acknowledged`];
  return value < acknowledged || value > acknowledged + unknown
    ? [`${key} is ${value} after ${acknowledged} acknowledged and ${unknown} unknown increases`]
    : [];
}

async function readCounter({ vendors }: Pick<ChaosFleet, 'vendors'>, key: string): Promise<number> {
  const sendbird = vendors.find(({ account }) => account.vendor === 'sendbird');
  const state = (await sendbird?.control('GET', 'state')) as {
    open_channels: Record<string, { metacounter: Record<string, number> }>;
  };
  return state.open_channels.sendbird_open_channel_1?.metacounter[key] ?? 0;
}

/** Checks that every key has acknowledged reads and writes, and that its history is linearizable. */
export function checkHistories(histories: ReadonlyMap<string, readonly CallRecord[]>): string[] {
  if (histories.size === 0) return ['no key was read or written'];
  return [...histories].flatMap(([key, history]) => {
    const acknowledged = history.filter(({ endMs }) => Number.isFinite(endMs));
    const reads = acknowledged.filter(({ kind }) => kind === 'get').length;
    const writes = acknowledged.length - reads;
    if (reads === 0 || writes === 0) {
      return [`${key} has ${writes} acknowledged writes and ${reads} reads, too few to check it`];
    }
    if (isLinearizable(history)) return [];
    return [`${key} is not linearizable: ${JSON.stringify(history)}`];
  });
}

/** The share of a dead replica stays suspended for half a minute; leases are shorter. */
const RELEASED_WITHIN_MS = 35_000;
const POLL_INTERVAL_MS = 500;
/** Tokens of longer windows rest for longer than this check waits. */
const MAX_CHECKED_WINDOW_MS = 1_000;

/** Tokens and locks that are still held, and replicas still in fallback, half a minute after the last call. */
export async function findLeaks(fleet: ChaosFleet): Promise<string[]> {
  const untilMs = performance.now() + RELEASED_WITHIN_MS;
  for (;;) {
    const held = [...(await findHeldTokens(fleet)), ...(await fleet.redis.heldLocks())];
    if (held.length === 0 || performance.now() > untilMs) return held;
    await sleep(POLL_INTERVAL_MS);
  }
}

async function findHeldTokens({ replicas, vendors, headers }: ChaosFleet): Promise<string[]> {
  const pages = await Promise.all(
    replicas.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
  );
  const found = checkFallback(pages);
  for (const { url } of replicas) {
    for (const { account } of vendors) {
      const path = `/v1/connections/${account.vendor}/quotas`;
      const answer = await fetch(`${url}${path}`, { headers });
      const { quotas } = (await answer.json()) as { quotas: readonly QuotaUsage[] };
      found.push(...checkReleased(account.vendor, quotas));
    }
  }
  return found;
}

/**
 * Checks in the metrics of all replicas that none of them is in fallback. A replica that never was in
 * fallback declares the metric and has no value of it.
 */
export function checkFallback(metricsOfReplicas: readonly string[]): string[] {
  const isDeclared = (metrics: string) => /^# TYPE gateway_limiter_fallback gauge$/m.test(metrics);
  if (!metricsOfReplicas.some(isDeclared))
    return ['no replica has the metric gateway_limiter_fallback'];
  const values = metricsOfReplicas.map((metrics) =>
    [...metrics.matchAll(/^gateway_limiter_fallback\{.*\} (\S+)$/gm)].map(([, value]) => value),
  );
  return values.flatMap((ofReplica, index) =>
    ofReplica.some((value) => value !== '0') ? [`replica ${index} is still in fallback`] : [],
  );
}

/** Checks that no call waits and that no token of a short window is in flight or resting. */
export function checkReleased(vendor: string, quotas: readonly QuotaUsage[]): string[] {
  const checked = quotas.filter(({ windowMs }) => windowMs <= MAX_CHECKED_WINDOW_MS);
  if (checked.length === 0) return [`no quota of ${vendor} was checked for held tokens`];
  return checked
    .filter(({ inFlight, resting, waiting }) => inFlight + resting + waiting > 0)
    .map(
      ({ name, inFlight, resting, waiting }) =>
        `${name}: ${inFlight} in flight, ${resting} resting, ${waiting} waiting`,
    );
}

export interface QuotaUsage {
  readonly name: string;
  readonly windowMs: number;
  readonly inFlight: number;
  readonly resting: number;
  readonly waiting: number;
}
