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
  const waits: { readonly forecastMs: number; readonly actualMs: number }[] = [];
  const load = fleet.map((replica) =>
    keepCalling(60, untilMs, async () => {
      const sinceMs = performance.now();
      const forecastMs = replica.limiter.forecast(one);
      const isSteady = sinceMs > untilMs - 0.8 * RUN_MS && sinceMs + forecastMs < untilMs;
      const { backMs } = jitter(20);
      const outMs = () => {
        if (isSteady) waits.push({ forecastMs, actualMs: performance.now() - sinceMs });
        return 5;
      };
      return vendor.call(replica, one, { outMs, backMs }, 10_000);
    }),
  );
  await Promise.all(load);
  for (const replica of fleet) replica.close();
  expect(waits.length).toBeGreaterThan(50);
  const ratios = waits.map(({ forecastMs, actualMs }) => actualMs / forecastMs);
  // A replica that counts only its own waiters forecasts a quarter. A busy machine delays all calls alike.
  expect(median(ratios)).toBeGreaterThan(0.7);
  expect(median(ratios)).toBeLessThan(1.5);
});

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? NaN;
}
