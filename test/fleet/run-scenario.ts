import { setTimeout as sleep } from 'node:timers/promises';
import type { Build } from './build';
import { cpuTime, idleSince } from './cpu';
import { Fleet } from './fleet';
import type { Tally } from './processes/load';
import type { VendorArrival } from './processes/vendor';
import type { Fault, Scenario } from './scenario';
import { countsOf, type Count } from './vendor-count';

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
    const steadyFromMs = scenario.steady && startedAtMs + scenario.steady.fromMs;
    const counts = scenario.accounts.flatMap((account) =>
      countsOf(account, arrivals, steadyFromMs),
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
