import { createLimiter } from '../../src/limiter';
import { heapBytes } from '../support/memory/heap';

const WAITERS = 5_000;
const QUOTAS = ['set', 'group'].map((name) => ({ name, limit: 10, windowMs: 60_000 }));
const DRAWS = QUOTAS.map(({ name }) => ({ quota: name, tokens: 1 }));

it('needs less than 20 KB for each of 5,000 waiters, and refuses one more', async () => {
  const settings = { quotas: QUOTAS, clientTimeoutMs: 5_000, maxWaiting: WAITERS };
  const limiter = createLimiter({ ...settings, coldStart: false });
  const wait = { client: 'one', weight: 1, maxWaitMs: 2 ** 31 - 1 };
  for (let token = 0; token < 10; token += 1) await limiter.acquire(DRAWS, wait);
  const before = heapBytes('major');
  const waiting = Array.from({ length: WAITERS }, (_, index) => {
    const disconnect = new AbortController();
    const own = { ...wait, client: `client-${index % 5}`, signal: disconnect.signal };
    return { disconnect, ended: limiter.acquire(DRAWS, own).catch((reason: unknown) => reason) };
  });
  await new Promise(setImmediate);
  expect((heapBytes('major') - before) / WAITERS).toBeLessThan(20 * 1024);
  await expect(limiter.acquire(DRAWS, wait)).rejects.toMatchObject({ code: 'quota-exhausted' });
  for (const { disconnect } of waiting) disconnect.abort();
  await Promise.all(waiting.map(({ ended }) => ended));
  expect(limiter.report().map((quota) => quota.waiting)).toEqual([0, 0]);
  limiter.close();
});
