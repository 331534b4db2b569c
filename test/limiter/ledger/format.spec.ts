/** A ledger that a replica of another version keeps in another format. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { newAccount, startReplica, type Replica } from './replica';

const QUOTA = { name: 'set', limit: 10, windowMs: 500 };
const draws = [{ quota: 'set', tokens: 1 }];

let operator: Redis;
let account: string;
let replicas: Replica[];
beforeEach(() => {
  operator = new Redis(process.env.TEST_REDIS_URL ?? '');
  account = newAccount();
  replicas = [];
});
afterEach(() => {
  for (const replica of replicas) replica.close();
  operator.disconnect();
});

function started(): Replica {
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  const replica = startReplica({ redisUrl, account, quotas: [QUOTA] });
  replicas.push(replica);
  return replica;
}
const acquire = ({ limiter }: Replica) =>
  limiter.acquire(draws, { client: 'one', weight: 1, maxWaitMs: 3_000 });

it('notes the format of a new ledger', async () => {
  await acquire(started());
  expect(await operator.hget(`{cmg:${account}}`, 'format')).toBe('1');
});

it.each(['2', undefined])('uses no ledger of the format %s', async (format) => {
  const key = `{cmg:${account}}`;
  await operator.hset(key, { epoch: 'e', clock: 0, ...(format !== undefined && { format }) });
  const before = await operator.hgetall(key);
  const replica = started();
  await expect(acquire(replica)).rejects.toMatchObject({ code: 'limiter-unavailable' });
  expect(replica.mode()).toBe('refusing');
  expect(await operator.hgetall(key)).toEqual(before);
  await operator.del(key);
  while (replica.mode() !== 'shared') await sleep(50);
  await acquire(replica);
});
