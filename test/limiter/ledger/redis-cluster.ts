import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { REDIS_SERVER } from '../../support/redis/redis-server';

const NODES = 3;
const SLOTS = 16_384;
const BUS_OFFSET = 10_000; // from a node's port to that of its bus

/** A Redis Cluster of three masters. */
export interface RedisCluster {
  readonly url: string;
  readonly nodes: readonly Redis[];
  stop(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-cluster-'));
  const ports: number[] = [];
  while (ports.length < NODES) ports.push(await freePort(ports));
  const servers = ports.map((port) =>
    spawn(
      REDIS_SERVER,
      [
        ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        ...['--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${port}.conf`],
        ...['--dir', folder],
      ],
      { stdio: 'ignore' },
    ),
  );
  const nodes = ports.map((port) => new Redis({ port, retryStrategy: () => 50 }));
  for (const node of nodes) node.on('error', () => undefined);
  for (const [index, node] of nodes.entries()) {
    await node.ping();
    const from = Math.ceil((SLOTS * index) / NODES);
    const to = Math.ceil((SLOTS * (index + 1)) / NODES) - 1;
    await node.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
    await nodes[0]?.call('CLUSTER', 'MEET', '127.0.0.1', ports[index] ?? 0);
  }
  for (const node of nodes)
    while (!String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
      await sleep(50);
  return {
    url: `redis://127.0.0.1:${ports[0]}?cluster=true`,
    nodes,
    async stop() {
      for (const node of nodes) node.disconnect();
      for (const server of servers) {
        const ended = once(server, 'exit');
        server.kill('SIGKILL');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(taken: readonly number[]): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const isFit = port + BUS_OFFSET < 65_536 && !taken.includes(port);
  return isFit ? port : freePort([...taken, port]);
}
