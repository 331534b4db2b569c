import { newAccount, startReplica } from './replica';
import { jitter, keepCalling, Vendor } from './vendor';

const SET = { name: 'set', limit: 50, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];
const RUN_MS = 5000;

it('counts the waiters of other replicas', async () => {
  const account = newAccount();
  const settings = { redisUrl: process.env.TEST_REDIS_URL ?? '', account, quotas: [SET] };
  const fleet = [1, 2, 3, 4].map(() => startReplica(settings));
  const vendor = new Vendor();
  const untilMs = performance.now() + RUN_MS;
  const lateMs: number[] = [];
  const load = fleet.map((replica) =>
    keepCalling(60, untilMs, async () => {
      const sinceMs = performance.now();
      const expectedMs = sinceMs + replica.limiter.forecast(one);
      const isSteady = sinceMs > untilMs - 0.8 * RUN_MS && expectedMs < untilMs;
      const { backMs } = jitter(20);
      const outMs = () => {
        if (isSteady) lateMs.push(performance.now() - expectedMs);
        return 5;
      };
      return vendor.call(replica, one, { outMs, backMs }, 10_000);
    }),
  );
  await Promise.all(load);
  for (const replica of fleet) replica.close();
  lateMs.sort((left, right) => left - right);
  expect(lateMs.length).toBeGreaterThan(50);
  // The queue of one replica alone would be served in about 600 ms.
  expect(Math.abs(lateMs[lateMs.length >> 1] ?? NaN)).toBeLessThan(150);
});
