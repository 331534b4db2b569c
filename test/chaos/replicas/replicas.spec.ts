import { setTimeout as sleep } from 'node:timers/promises';
import { appendRow } from '../report/report-row';
import { startChaosFleet, type ChaosFleet } from './chaos-fleet';
import { findLeaks, findViolations } from './check-invariants';
import { ALL_SCENARIOS, SHORT_SCENARIOS } from './scenarios';
import { Workload } from './workload';

const isLong = process.env.CHAOS === 'long';
/** The workload runs for this long before the fault. */
const BEFORE_FAULT_MS = 2_000;

let fleet: ChaosFleet;
beforeAll(async () => {
  fleet = await startChaosFleet();
  await new Workload(fleet).waitUntilHealthy();
}, 180_000);
afterAll(() => fleet.close());

describe('three replicas keep their guarantees', () => {
  it.each(isLong ? ALL_SCENARIOS : SHORT_SCENARIOS)(
    'under: $name',
    async ({ name, inject, durationMs, killsReplica = false }) => {
      for (const vendor of fleet.vendors) await vendor.reset();
      const workload = new Workload(fleet);
      const [, scenarioViolations] = await Promise.all([
        workload.run(durationMs + BEFORE_FAULT_MS),
        sleep(BEFORE_FAULT_MS).then(() => inject(fleet)),
      ]);
      const violations = [
        ...(scenarioViolations ?? []),
        ...(await findViolations(fleet, workload)),
        ...(killsReplica && !isLong ? [] : await findLeaks(fleet)),
      ];
      appendRow({
        fault: name,
        requests: workload.requests,
        violations: violations.length,
        answers: workload.answers,
      });
      expect(violations).toEqual([]);
    },
    120_000,
  );
});
