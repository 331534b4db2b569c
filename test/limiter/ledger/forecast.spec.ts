import { setTimeout as sleep } from 'node:timers/promises';
import { newAccount, startReplica, type Replica } from './replica';
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

const GROUP = { name: 'group', limit: 20, windowMs: 1000 };
const group = (tokens: number) => [{ quota: 'group', tokens }];
const wait = (maxWaitMs: number) => ({ client: 'a', weight: 1, maxWaitMs });

async function useAll({ limiter }: Replica): Promise<void> {
  const grants = Array.from({ length: GROUP.limit }, () => limiter.acquire(group(1), wait(2000)));
  for (const grant of await Promise.all(grants)) grant.answered();
}

/** Each takes tokens away for one to three seconds. */
const SITUATIONS: Readonly<Record<string, (replica: Replica) => Promise<unknown> | undefined>> = {
  'a burst that has used the quota': useAll,
  'a cooldown': ({ limiter }) => {
    limiter.coolDown([{ quota: 'group' }], 2000);
    return undefined;
  },
  'a lease of all tokens': ({ limiter }) => limiter.lease(group(20), 1500, wait(2000)),
};
/** For messages that are late on a busy machine. */
const TOLERANCE_MS = 200;

it.concurrent.each(Object.entries(SITUATIONS))(
  'forecasts the end of %s on each replica, and refuses a shorter wait at once',
  async (_situation, begin) => {
    const account = newAccount();
    const settings = { redisUrl: process.env.TEST_REDIS_URL ?? '', account, quotas: [GROUP] };
    const [one, other] = [startReplica(settings), startReplica(settings)];
    const { limiter } = other;
    try {
      await useAll(one);
      await sleep(GROUP.windowMs + 500);
      await begin(one);
      await sleep(700);
      await limiter.refresh(); // a replica at rest knows nothing of it yet
      const forecastMs = limiter.forecast(group(1));
      const sinceMs = performance.now();
      await expect(limiter.acquire(group(1), wait(100))).rejects.toMatchObject({
        code: 'quota-exhausted',
      });
      expect(performance.now() - sinceMs).toBeLessThan(50);
      await limiter.acquire(group(1), wait(10_000));
      const lateMs = performance.now() - sinceMs - forecastMs;
      expect(lateMs).toBeGreaterThan(-TOLERANCE_MS);
      expect(lateMs).toBeLessThan(TOLERANCE_MS);
    } finally {
      one.close();
      other.close();
    }
  },
);

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? NaN;
}
