import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Redis of our own: a free port, nothing persisted, a temporary folder. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Kills it and starts it again on its port, with what `SAVE` had written; after so many milliseconds. */
  crash(downMs?: number): Promise<RedisServer>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** @throws Error where the server does not answer in time */
export async function startRedisServer(
  port?: number,
  folder = mkdtempSync(join(tmpdir(), 'gateway-redis-')),
): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const server = spawn(
    'redis-server',
    [
      '--port',
      String(chosen),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await ready(server);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    process: server,
    async crash(downMs = 0) {
      await kill();
      await sleep(downMs);
      return startRedisServer(chosen, folder);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`redis-server did not start: ${said.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const HOW =
  'The tests need Redis: set TEST_REDIS_URL, or put redis-server on the PATH (Debian: apt-get install redis-server).';

/**
 * Makes sure that `redis-server` can be started: Debian's is installed where that may be done.
 * @throws Error with one line that says what to do
 */
export function requireRedisServer(): void {
  if (isRunnable()) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  try {
    run([...asRoot, 'apt-get', 'update', '-qq']);
    run([...asRoot, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server']);
  } catch {
    throw new Error(HOW);
  }
  if (!isRunnable()) throw new Error(HOW);
}

function isRunnable(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function run([command = '', ...parameters]: readonly string[]): void {
  execFileSync(command, parameters, {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
