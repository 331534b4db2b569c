import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisServers } from '../../../src/core/redis-servers';
import { LockLeases } from '../../../src/locks';
import {
  connectRedis,
  type RedisCause,
  type RedisConnection,
  type RedisFailure,
} from '../../../src/redis';
import { readDocument } from '../../support/documents/documents';
import { findFreePort } from '../../support/redis/redis-server';
import { newAccount, startReplica } from '../ledger/replica';
import { makeCertificate } from '../../support/process/make-certificate';
import { until } from '../../support/until';
import { Servers } from './servers';

const SET = { name: 'set', limit: 100, windowMs: 100 };
const { signal } = new AbortController();
/** Longer than any reconnect takes. */
const BACK_MS = 8_000;

let servers: Servers;
let opened: { release(): void }[];
beforeEach(() => {
  servers = new Servers();
  opened = [];
});
afterEach(async () => {
  for (const one of opened) one.release();
  await servers.stop();
});

function open(where: RedisServers | string) {
  const losses: RedisFailure[] = [];
  const connection = connectRedis(where, {
    connected: () => undefined,
    lost: (failure) => losses.push(failure),
    failed: () => undefined,
    recovered: () => undefined,
  });
  opened.push(connection);
  return { connection, losses };
}

function administer(port: number, more = {}): Redis {
  const admin = new Redis({ port, ...more });
  admin.on('error', () => undefined);
  opened.push({
    release: () => {
      admin.disconnect();
    },
  });
  return admin;
}

async function lockOnce(connection: RedisConnection): Promise<void> {
  const leases = new LockLeases(connection, newAccount(), { coldStart: false, longestCallMs: 500 });
  const lease = await leases.acquire('target', { callMs: 500, maxWaitMs: 1_000, signal });
  await lease.release();
  leases.close();
}

const local = (port: number, more: Partial<RedisServers> = {}): RedisServers => ({
  kind: 'single',
  nodes: [{ host: 'localhost', port }],
  db: 0,
  ...more,
});
const hidden = (text: string) => ({ reveal: () => text });

/** The rule that the documentation gives, for a user with the password `p`. */
const documentedRule = (): string[] => {
  const rule = /^user gateway on .*$/m.exec(readDocument('docs/deployment.md'))?.[0] ?? '';
  return rule.replace('>password', '>p').split(' ').slice(2);
};

/** All commands that the scripts use, and those that run the scripts. */
const COMMANDS = [
  ...new Set(readDocument('src/redis/check.lua').match(/(?<=^try\(')[A-Z]+/gm)),
  ...['EVALSHA', 'EVAL'],
].map((command) => command.toLowerCase());

describe('a connection says why Redis cannot be used:', () => {
  it.each<[RedisCause, (port: number) => Promise<RedisServers> | RedisServers]>([
    ['refused', async () => local(await findFreePort())],
    ['unresolved', () => ({ ...local(1), nodes: [{ host: 'host.invalid', port: 1 }] })],
    ['auth', (port) => local(port, { password: hidden('wrong') })],
    ['database', (port) => local(port, { password: hidden('right'), db: 99 })],
  ])('%s', async (cause, where) => {
    const port = await servers.start(['--requirepass', 'right']);
    const { connection, losses } = open(await where(port));
    await until(() => losses.length > 0);
    expect(losses[0]?.cause).toBe(cause);
    expect(connection.isUsable).toBe(false);
    expect(losses[0]?.message).not.toMatch(/wrong|right|127\.0\.0\.1/);
  });

  it('tls, for an authority that it does not know', async () => {
    const { cert, key, ca } = makeCertificate(servers.folder);
    const port = await findFreePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key];
    await servers.start(
      [...tls, '--tls-ca-cert-file', ca, '--tls-auth-clients', 'no', '--port', '0'],
      port,
    );
    const { losses } = open(local(port, { tls: {} }));
    await until(() => losses.length > 0);
    expect(losses[0]?.cause).toBe('tls');
    const known = open(local(port, { tls: { ca: readFileSync(ca, 'utf8') } }));
    await known.connection.whenUsable(BACK_MS);
    await lockOnce(known.connection);
  });

  it('permission, with the commands that the user lacks', async () => {
    const port = await servers.start();
    const admin = administer(port);
    expect(COMMANDS.length).toBeGreaterThan(20);
    for (const command of COMMANDS) {
      await admin.call('ACL', 'SETUSER', 'gateway', 'reset', ...documentedRule(), `-${command}`);
      const { connection, losses } = open(
        local(port, { username: 'gateway', password: hidden('p') }),
      );
      await until(() => losses.length > 0);
      expect(losses[0]).toMatchObject({ cause: 'permission' });
      expect(losses[0]?.detail).toMatch(new RegExp(`^${command}\\b`, 'i'));
      expect(connection.isUsable).toBe(false);
    }
  });

  it('permission, for keys', async () => {
    const port = await servers.start();
    const rule = documentedRule().map((part) => part.replace(/^~.*/, '~other:*'));
    await administer(port).call('ACL', 'SETUSER', 'gateway', 'reset', ...rule);
    const { losses } = open(local(port, { username: 'gateway', password: hidden('p') }));
    await until(() => losses.length > 0);
    expect(losses[0]?.cause).toBe('permission');
  });
});

it('needs the documented permissions only, and no command that hosts withhold', async () => {
  const port = await servers.start();
  const admin = administer(port);
  const user = { username: 'gateway', password: hidden('p') };
  for (const rule of [documentedRule(), [...documentedRule(), '-@dangerous', '-@admin']]) {
    await admin.call('ACL', 'SETUSER', 'gateway', 'reset', ...rule);
    const { connection } = open(local(port, user));
    await connection.whenUsable(BACK_MS);
    await lockOnce(connection);
    const url = `redis://gateway:p@127.0.0.1:${port}`;
    const replica = startReplica({ redisUrl: url, account: newAccount(), quotas: [SET] });
    const grant = await replica.limiter.acquire([{ quota: 'set', tokens: 1 }], {
      client: 'a',
      weight: 1,
      maxWaitMs: 3_000,
      signal,
    });
    grant.answered();
    expect(replica.mode()).toBe('shared');
    replica.close();
  }
});

it('uses the database of the URL', async () => {
  const port = await servers.start();
  const { connection } = open(`redis://127.0.0.1:${port}/2`);
  await connection.whenUsable(BACK_MS);
  await lockOnce(connection);
  expect(await administer(port).dbsize()).toBe(0);
  expect(await administer(port, { db: 2 }).dbsize()).toBeGreaterThan(0);
});

it('refuses a lock with the reason once Redis refuses its commands', async () => {
  const port = await servers.start();
  const admin = administer(port);
  await admin.call('ACL', 'SETUSER', 'gateway', 'reset', ...documentedRule());
  const { connection } = open(local(port, { username: 'gateway', password: hidden('p') }));
  await connection.whenUsable(BACK_MS);
  await admin.call('ACL', 'SETUSER', 'gateway', '-zadd');
  for (let attempt = 0; attempt < 2; attempt += 1)
    await expect(lockOnce(connection)).rejects.toMatchObject({
      code: 'limiter-unavailable',
      message: expect.stringContaining('its access rules lack a permission') as string,
    });
  await admin.call('ACL', 'SETUSER', 'gateway', '+zadd');
  await until(() => connection.isUsable);
  await lockOnce(connection);
});

it('leaves a server that became a read-only replica, and is back when it is a master', async () => {
  const [port, other] = [await servers.start(), await servers.start()];
  const { connection, losses } = open(local(port));
  await connection.whenUsable(BACK_MS);
  const admin = administer(port);
  await admin.call('REPLICAOF', '127.0.0.1', String(other));
  await expect(lockOnce(connection)).rejects.toMatchObject({ code: 'limiter-unavailable' });
  expect(losses[0]?.cause).toBe('read-only');
  await sleep(500);
  expect(losses.length).toBeLessThan(6);
  await admin.call('REPLICAOF', 'NO', 'ONE');
  await until(() => connection.isUsable);
  await lockOnce(connection);
});

it('connects about once a second while Redis is away, after a shorter back-off', async () => {
  const attemptsMs: number[] = [];
  const away = createServer((socket) => {
    attemptsMs.push(performance.now());
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(away, 'listening');
  open(`redis://127.0.0.1:${(away.address() as AddressInfo).port}`);
  await sleep(6_000);
  away.close();
  expect(attemptsMs.length).toBeLessThan(13);
  const pausesMs = attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0));
  expect(pausesMs[0]).toBeLessThan(500);
  expect(Math.min(...pausesMs.slice(4))).toBeGreaterThan(400);
  expect(Math.max(...pausesMs)).toBeLessThan(1_300);
});

it('follows a failover that sentinels make', async () => {
  const master = await servers.start(['--repl-diskless-sync-delay', '0']);
  const replica = await servers.start(['--replicaof', '127.0.0.1', String(master)]);
  const follower = administer(replica);
  while (!(await follower.info('replication')).includes('master_link_status:up')) await sleep(50);
  const sentinel = await servers.startSentinel(master);
  const { connection, losses } = open({
    kind: 'sentinel',
    nodes: [{ host: '127.0.0.1', port: sentinel }],
    sentinels: { name: 'main' },
    db: 0,
  });
  await connection.whenUsable(BACK_MS);
  const watcher = administer(sentinel);
  const replicas = async () => (await watcher.call('SENTINEL', 'REPLICAS', 'main')) as unknown[];
  while ((await replicas()).length < 1) await sleep(100);
  // never answered
  void administer(master)
    .call('SHUTDOWN', 'NOSAVE')
    .catch(() => undefined);
  await until(() => losses.length > 0);
  await until(() => connection.isUsable, 20_000);
  await lockOnce(connection);
  expect(await follower.dbsize()).toBeGreaterThan(0);
}, 60_000);

it('uses a cluster over TLS whose certificates name hosts only', async () => {
  const { ca, cert, key } = makeCertificate(servers.folder);
  const tlsFiles = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca];
  const ports: number[] = [];
  for (let node = 0; node < 3; node += 1) {
    let port = await findFreePort();
    while (port > 50_000 || ports.includes(port))
      port = 20_000 + Math.floor(Math.random() * 20_000);
    const cluster = ['--cluster-enabled', 'yes', '--tls-cluster', 'yes'];
    const names = ['--cluster-announce-hostname', 'localhost'];
    const endpoint = ['--cluster-preferred-endpoint-type', 'hostname'];
    const listening = ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'];
    await servers.start([...listening, ...tlsFiles, ...cluster, ...names, ...endpoint], port);
    ports.push(port);
  }
  const tls = { ca: readFileSync(ca, 'utf8') };
  const nodes = ports.map((port) => administer(port, { host: 'localhost', tls }));
  for (const [index, node] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.ceil((16_384 * part) / 3));
    await node.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
    await nodes[0]?.call('CLUSTER', 'MEET', '127.0.0.1', ports[index] ?? 0);
  }
  for (const node of nodes)
    while (!String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
      await sleep(50);
  const { connection } = open({
    kind: 'cluster',
    nodes: [{ host: 'localhost', port: ports[0] ?? 0 }],
    db: 0,
    tls,
  });
  await connection.whenUsable(BACK_MS);
  for (let account = 0; account < 40; account += 1) await lockOnce(connection); // on every node
  const clients = await Promise.all(nodes.map((node) => node.call('CLIENT', 'LIST')));
  const own = clients.map(
    (list) =>
      String(list)
        .trim()
        .split('\n')
        .filter((line) => /cmd=(eval|evalsha) /.test(line)).length,
  );
  expect(own).toEqual([1, 1, 1]); // one connection for each node
  let notices = 0;
  connection.onUsable(() => (notices += 1));
  await nodes[0]?.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until(() => notices === 2); // at once, and when this node is connected again
});
