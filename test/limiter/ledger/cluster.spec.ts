import { LockLeases } from '../../../src/locks';
import { connectRedis } from '../../../src/redis';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import { startRedisCluster } from './redis-cluster';
import { jitter, keepCalling, Vendor } from './vendor';

const SET = { name: 'set', limit: 50, windowMs: 500 };
const GROUP = { name: 'group', limit: 10, windowMs: 500 };

it('keeps each account on one node of a Redis Cluster, and spreads accounts over the nodes', async () => {
  const cluster = await startRedisCluster();
  const accounts = Array.from({ length: 6 }, newAccount);
  const replicas = accounts.flatMap((account) =>
    [1, 2].map(() => ({
      account,
      replica: startReplica({ redisUrl: cluster.url, account, quotas: [SET, GROUP] }),
    })),
  );
  const vendors = new Map(accounts.map((account) => [account, new Vendor()]));
  const untilMs = performance.now() + 2500;
  const draws = [SET, GROUP].map(({ name }) => ({ quota: name, tokens: 1 }));
  await Promise.all(
    replicas.map(({ account, replica }) =>
      keepCalling(
        10,
        untilMs,
        async () =>
          (await vendors.get(account)?.call(replica, draws, jitter(20), 2000)) ?? 'no vendor',
      ),
    ),
  );
  for (const vendor of vendors.values()) {
    assertNeverOver(vendor.arrivals, [SET, GROUP]);
    expect(vendor.arrivals.length).toBeGreaterThan(30);
  }
  expect(replicas.map(({ replica }) => replica.mode())).toEqual(replicas.map(() => 'shared'));
  const sizes = await Promise.all(cluster.nodes.map((node) => node.dbsize()));
  expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(1);

  const connection = connectRedis(cluster.url);
  await connection.whenUsable(2000);
  const leases = new LockLeases(connection, accounts[0] ?? '', {
    coldStart: false,
    longestCallMs: 1000,
  });
  const lease = await leases.acquire('target', {
    callMs: 1000,
    maxWaitMs: 1000,
    signal: new AbortController().signal,
  });
  await lease.release();
  connection.release();
  for (const { replica } of replicas) replica.close();
  await cluster.stop();
});
