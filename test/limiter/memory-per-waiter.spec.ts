import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLimiter } from '../../src/limiter';

const WAITERS = 5_000;
const QUOTAS = ['set', 'group'].map((name) => ({ name, limit: 10, windowMs: 60_000 }));
const DRAWS = QUOTAS.map(({ name }) => ({ quota: name, tokens: 1 }));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use of the heap, once nothing is left to be collected. */
function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

it('holds no more than 20 KB for each of 5,000 who wait, and no more than may', async () => {
  const settings = { quotas: QUOTAS, clientTimeoutMs: 5_000, maxWaiting: WAITERS };
  const limiter = createLimiter({ ...settings, coldStart: false });
  const patient = { client: 'one', weight: 1, maxWaitMs: 2 ** 31 - 1 };
  for (let token = 0; token < 10; token += 1) await limiter.acquire(DRAWS, patient);
  const before = heapBytes();
  const waiting = Array.from({ length: WAITERS }, (_, index) => {
    const hangUp = new AbortController();
    const wait = { ...patient, client: `client-${index % 5}`, signal: hangUp.signal };
    return { hangUp, ended: limiter.acquire(DRAWS, wait).catch((reason: unknown) => reason) };
  });
  await new Promise(setImmediate);
  expect((heapBytes() - before) / WAITERS).toBeLessThan(20 * 1024);
  await expect(limiter.acquire(DRAWS, patient)).rejects.toMatchObject({ code: 'quota-exhausted' });
  for (const { hangUp } of waiting) hangUp.abort();
  await Promise.all(waiting.map(({ ended }) => ended));
  expect(limiter.report().map((quota) => quota.waiting)).toEqual([0, 0]);
  limiter.close();
});
