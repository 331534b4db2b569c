import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_SHUTDOWN_MS } from '../../../src/app/shutdown';
import { appendRow } from '../report/report-row';
import { startChaosFleet } from './chaos-fleet';
import { findViolations } from './check-invariants';
import { Workload } from './workload';

/** Longer than the time that a pod gets to exit. */
const VENDOR_TIMEOUT_MS = 30_000;
/** Extra time on a busy machine. */
const TOLERANCE_MS = 5_000;
/** The lock of a killed call ends with its lease at the latest. */
const LEASE_MS = VENDOR_TIMEOUT_MS + 5_000;

const onlyLong = process.env.CHAOS === 'long' ? it : it.skip;

onlyLong(
  'SIGTERM ends a replica in time although a vendor call does not end, and its lock is released',
  async () => {
    const fleet = await startChaosFleet(VENDOR_TIMEOUT_MS);
    try {
      const workload = new Workload(fleet);
      await workload.waitUntilHealthy();
      await fleet.control('PUT', 'faults', [{ route: '*', kind: 'stall' }]);
      const stuck = workload.setThrough(0, ['a', 'b']).catch(() => 'connection cut');
      const firstSecond = await Promise.race([stuck, sleep(1_000).then(() => 'no answer')]);
      expect(firstSecond).toBe('no answer');
      await fleet.control('PUT', 'faults', []);
      const signalledMs = performance.now();
      await fleet.replace(0, 'SIGTERM');
      expect(performance.now() - signalledMs).toBeLessThan(MAX_SHUTDOWN_MS + TOLERANCE_MS);
      expect(await stuck).not.toBe(200);
      const exitedMs = performance.now();
      let status: unknown;
      for (
        let replica = 0;
        status !== 200 && performance.now() < exitedMs + 2 * LEASE_MS;
        replica += 1
      ) {
        status = await workload.setThrough(replica, ['c']).catch(() => 'connection cut');
      }
      expect(status).toBe(200);
      await sleep(500); // a replica releases its lock shortly after the answer
      expect(await fleet.redis.heldLocks()).toEqual([]);
      await workload.run(3_000);
      const violations = await findViolations(fleet, workload);
      appendRow({
        fault: 'SIGTERM while a vendor call does not end',
        requests: workload.requests,
        violations: violations.length,
        answers: workload.answers,
      });
      expect(violations).toEqual([]);
    } finally {
      await fleet.close();
    }
  },
  240_000,
);
