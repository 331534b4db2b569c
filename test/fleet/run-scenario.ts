import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitedQuota } from '../../src/limiter';
import { worstWindow } from '../limiter/vendor-count';
import type { Account } from './accounts';
import type { Build } from './build';
import { cpuTime, idleSince } from './cpu';
import { Fleet } from './fleet';
import type { Tally } from './processes/load';
import type { VendorArrival } from './processes/vendor';
import type { Fault, Scenario } from './scenario';
import { utilisation } from './utilisation';

/** The vendor's count of one quota. */
export interface Count {
  readonly account: string;
  readonly quota: LimitedQuota;
  readonly calls: number;
  readonly worst: number;
  /** The longest time from a call's signature to the vendor's count. */
  readonly longestTravelMs: number;
  /** Share of N/(W+RTT); only without faults, for quotas that the callers fill. */
  readonly used: number | undefined;
}

export interface Run {
  readonly counts: readonly Count[];
  readonly tally: Tally;
  readonly arrivals: readonly VendorArrival[];
  /** Share of the machine's processor time that was idle during the run. */
  readonly idleCpu: number;
  /** Milliseconds of Unix time. */
  readonly startedAtMs: number;
}

/** Longer than any call takes at the vendor. */
const LAST_REPLIES_MS = 400;

/** Starts the fleet and the load, injects the faults, and counts the calls that the vendor received. */
export async function runScenario(build: Build, scenario: Scenario): Promise<Run> {
  const fleet = new Fleet(build, scenario);
  try {
    await fleet.start();
    await fleet.startLoad();
    const startedAtMs = performance.timeOrigin + performance.now();
    const cpuBefore = cpuTime();
    const faults = scenario.faults ?? [];
    await Promise.all([sleep(scenario.forMs), ...faults.map((fault) => injectLater(fleet, fault))]);
    const idleCpu = idleSince(cpuBefore);
    const tally = await fleet.stopLoad();
    await sleep(LAST_REPLIES_MS);
    const arrivals = await fleet.arrivals();
    const counts = scenario.accounts.flatMap((account) =>
      countsOf(account, arrivals, scenario, startedAtMs),
    );
    return { counts, tally, arrivals, idleCpu, startedAtMs };
  } finally {
    await fleet.stop();
  }
}

async function injectLater(fleet: Fleet, fault: Fault): Promise<void> {
  await sleep(fault.atMs);
  await fault.inject(fleet);
}

function countsOf(
  { name, quotas, filled }: Account,
  arrivals: readonly VendorArrival[],
  { steady }: Scenario,
  startedAtMs: number,
): Count[] {
  const received = arrivals.filter(({ account }) => account === name);
  return quotas.map((quota) => {
    const drawing = received.filter(({ draws }) => draws.some((draw) => draw.quota === quota.name));
    const inSteady = drawing.filter(({ atMs }) => atMs > startedAtMs + (steady?.fromMs ?? 0));
    const rttMs = meanOf(inSteady.map(({ heldMs }) => heldMs));
    return {
      account: name,
      quota,
      calls: drawing.length,
      worst: worstWindow(received, quota),
      longestTravelMs: Math.max(0, ...drawing.map(({ travelMs }) => travelMs)),
      used: steady && filled.includes(quota.name) ? utilisation(inSteady, quota, rttMs) : undefined,
    };
  });
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
