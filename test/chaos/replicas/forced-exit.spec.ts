import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_SHUTDOWN_MS } from '../../../src/app/shutdown';
import { report } from '../report/row';
import { violationsOf } from './judge';
import { Callers } from './callers';
import { startStage } from './stage';

/** Longer than a pod gets to end. */
const TOTAL_MS = 30_000;
/** What a busy machine may take on top. */
const SLACK_MS = 5_000;
/** A lock ends with its lease, if its holder could not give it back. */
const LEASE_MS = TOTAL_MS + 5_000;

const onlyLong = process.env.CHAOS === 'long' ? it : it.skip;

onlyLong(
  'a call that does not end is cut in time, and leaves nothing locked',
  async () => {
    const stage = await startStage(TOTAL_MS);
    try {
      const callers = new Callers(stage);
      await callers.warmUp();
      await stage.control('PUT', 'faults', [{ route: '*', kind: 'stall' }]);
      const stuck = callers.setAt(0, ['a', 'b']).catch(() => 'cut');
      await sleep(1_000);
      await stage.control('PUT', 'faults', []);
      const fromMs = performance.now();
      await stage.replace(0, 'SIGTERM');
      expect(performance.now() - fromMs).toBeLessThan(MAX_SHUTDOWN_MS + SLACK_MS);
      expect(await stuck).not.toBe(200);
      const freeMs = performance.now();
      let status: unknown;
      for (let turn = 0; status !== 200 && performance.now() < freeMs + 2 * LEASE_MS; turn += 1)
        status = await callers.setAt(turn, ['c']).catch(() => 'cut');
      expect(status).toBe(200);
      await sleep(500); // who has been answered gives the lock back a moment later
      expect(await stage.redis.locks()).toEqual([]);
      await callers.run(3_000);
      const violations = await violationsOf(stage, callers);
      report({
        fault: 'SIGTERM while a vendor call does not end',
        requests: callers.requests,
        violations: violations.length,
        answers: callers.tally,
      });
      expect(violations).toEqual([]);
    } finally {
      await stage.close();
    }
  },
  240_000,
);
