import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The program of all servers that tests start, such as `valkey-server`. */
export const REDIS_SERVER = process.env.TEST_REDIS_SERVER ?? 'redis-server';

/** A redis-server process of the test: on a free port, without persistence, in a temporary folder. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Kills the server and, after `downMs`, starts it on the same port with the data of the last `SAVE`. */
  crash(downMs?: number): Promise<RedisServer>;
  /** Kills the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a server. Resolves when it accepts connections.
 * @param port default: a free one
 * @param folder working directory, removed by `stop`
 * @throws Error when redis-server exits before it is ready
 */
export async function startRedisServer(
  port?: number,
  folder = mkdtempSync(join(tmpdir(), 'gateway-redis-')),
): Promise<RedisServer> {
  const chosen = port ?? (await findFreePort());
  const server = spawn(
    REDIS_SERVER,
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
    let output = '';
    server.stdout?.on('data', (text: Buffer) => {
      output += text.toString();
      if (output.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`${REDIS_SERVER} did not start: ${output.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

export async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string')
    throw new Error('The operating system assigned no port.');
  return address.port;
}

const INSTALL_HINT =
  'The tests need Redis: set TEST_REDIS_URL, or put redis-server on the PATH (Debian: apt-get install redis-server).';

/**
 * Ensures that `redis-server` is on the PATH. If it is missing, tries to install Debian's package.
 * @throws Error with an installation hint
 */
export function requireRedisServer(): void {
  if (isRunnable()) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  try {
    run([...asRoot, 'apt-get', 'update', '-qq']);
    run([...asRoot, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server']);
  } catch {
    throw new Error(INSTALL_HINT);
  }
  if (!isRunnable()) throw new Error(INSTALL_HINT);
}

function isRunnable(): boolean {
  try {
    execFileSync(REDIS_SERVER, ['--version'], { stdio: 'ignore' });
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
