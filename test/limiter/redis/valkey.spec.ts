/** The ledger, the locks and the idempotency keys on Valkey, where its server is installed. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisStore } from '../../../src/api/idempotency/store/redis-store';
import { LockLeases } from '../../../src/locks';
import { connectRedis, type RedisConnection } from '../../../src/redis';
import { newAccount, startReplica, type Replica } from '../ledger/replica';
import { jitter, keepCalling, Vendor } from '../ledger/vendor';
import { assertNeverOver } from '../vendor-count';
import { Servers } from './servers';

const PROGRAM = 'valkey-server';
const SET = { name: 'set', limit: 40, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];
const wait = { callMs: 500, maxWaitMs: 1_000, signal: new AbortController().signal };

const isInstalled = spawnSync(PROGRAM, ['--version']).error === undefined;
if (!isInstalled) process.stderr.write(`SKIPPED Valkey: no ${PROGRAM} (. .ci/tools installs it)\n`);
const onValkey = isInstalled ? describe : describe.skip;

onValkey('Valkey', () => {
  let servers: Servers;
  let url: string;
  let connection: RedisConnection;
  beforeAll(async () => {
    servers = new Servers(PROGRAM);
    url = `redis://127.0.0.1:${await servers.start()}`;
    connection = connectRedis(url);
    await connection.whenUsable(5_000);
  });
  afterAll(async () => {
    connection.release();
    await servers.stop();
  });

  it('is what answers', async () => {
    expect(await connection.client.info('server')).toContain('server_name:valkey');
  });

  it('keeps a quota full and never exceeds it, with replicas that join, leave and crash', async () => {
    const account = newAccount();
    const vendor = new Vendor();
    const replicas: Replica[] = [];
    const start = (): Replica => {
      const replica = startReplica({ redisUrl: url, account, quotas: [SET] });
      replicas.push(replica);
      return replica;
    };
    const fromMs = performance.now() + 500;
    const untilMs = fromMs + 3_000;
    const callingOf = (replica: Replica) =>
      keepCalling(40, untilMs, () => vendor.call(replica, one, jitter(20), 5_000));
    const calling = [callingOf(start()), callingOf(start())];
    await sleep(1_000);
    replicas[0]?.crash();
    calling.push(callingOf(start()));
    await Promise.all(calling);
    for (const replica of replicas) replica.close();
    assertNeverOver(vendor.arrivals, [SET]);
    const steady = vendor.arrivals.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs);
    expect(steady.length / ((SET.limit * 3_000) / (SET.windowMs + 20))).toBeGreaterThan(0.5);
  });

  it('shows and ends a lease of a client on another replica', async () => {
    const account = newAccount();
    const [first, second] = [1, 2].map(() =>
      startReplica({ redisUrl: url, account, quotas: [SET] }),
    ) as [Replica, Replica];
    const options = { client: 'app', weight: 1, maxWaitMs: 2_000 };
    const lease = await first.limiter.lease(one, 5_000, options);
    expect(await second.limiter.endLease(lease.id, 'app', 'unsent')).toBe(true);
    expect(await second.limiter.endLease(lease.id, 'app', 'unsent')).toBe(false);
    first.close();
    second.close();
  });

  it('grants a lock to one holder, and none for a lease after a start with empty memory', async () => {
    const port = await servers.start();
    const own = connectRedis(`redis://127.0.0.1:${port}`);
    await own.whenUsable(5_000);
    const settings = { coldStart: false, longestCallMs: 500 };
    const [first, second] = [1, 2].map(() => new LockLeases(own, 'locks', settings)) as [
      LockLeases,
      LockLeases,
    ];
    const held = await first.acquire('target', wait);
    await expect(second.acquire('target', { ...wait, maxWaitMs: 100 })).rejects.toMatchObject({
      code: 'quota-exhausted',
    });
    await held.release();
    await (await second.acquire('target', wait)).release();
    await servers.restart(port);
    await own.whenUsable(5_000);
    await expect(second.acquire('other', { ...wait, maxWaitMs: 300 })).rejects.toMatchObject({
      code: 'quota-exhausted',
    });
    for (const leases of [first, second]) leases.close();
    own.release();
  });

  it('keeps the record of an idempotency key until it is replaced by the right owner', async () => {
    const store = new RedisStore(connection);
    const key = newAccount();
    expect(await store.putIfAbsent(key, 'a', 5_000)).toBeUndefined();
    expect(await store.putIfAbsent(key, 'b', 5_000)).toMatchObject({ text: 'a' });
    expect(await store.swap(key, 'b', 'c', 5_000)).toBe(false);
    expect(await store.swap(key, 'a', 'c', 5_000)).toBe(true);
    await store.remove(key, 'a');
    expect(await store.putIfAbsent(key, 'd', 5_000)).toMatchObject({ text: 'c' });
  });
});
