import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../support/redis/redis-server';
import { killProcess } from './child';

/** A gateway process. */
export interface Replica {
  readonly url: string;
  /** The text that it has written to stdout and stderr. */
  output(): string;
  isAlive(): boolean;
  /** Stops the whole process for a time, as on a busy machine. */
  stall(forMs: number): Promise<void>;
  /** Sends SIGKILL and waits for the exit. */
  kill(): Promise<void>;
  /** Sends SIGTERM and waits for the exit. */
  terminate(): Promise<void>;
}

export interface ReplicaSettings {
  /** The compiled `main.js`. */
  readonly script: string;
  /** Path of the configuration file. */
  readonly config: string;
  readonly redisUrl?: string | undefined;
  /** The destination of stdout and stderr: a full disk, or a pipe without a reader. Default: they are read. */
  readonly output?: 'full disk' | 'unread pipe';
  /** Command-line flags of Node.js. */
  readonly flags?: readonly string[];
}

/**
 * Starts a replica and waits until it listens.
 * @throws Error with its output if it ends earlier
 */
export async function startReplica({
  script,
  config,
  redisUrl,
  output,
  flags = [],
}: ReplicaSettings): Promise<Replica> {
  const full = output === 'full disk' ? openSync('/dev/full', 'w') : undefined;
  const port = full === undefined ? undefined : await findFreePort();
  const started = spawn(process.execPath, [...flags, script], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_CONFIG: config,
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
      ...(port !== undefined && { PORT: String(port) }),
      ...(output !== undefined && { LOG_LEVEL: 'info' }),
    },
    stdio: ['ignore', full ?? 'pipe', full ?? 'pipe'],
  });
  if (full !== undefined) closeSync(full);
  let text = '';
  const streams = [started.stdout, started.stderr];
  const url = await new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      text += chunk.toString();
      const [, address] = /(?:API\s+|"api":")(http\S+?)\/v1/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    };
    for (const stream of streams) stream?.on('data', onData);
    started.once('exit', () => {
      reject(new Error(`The gateway did not start: ${text}`));
    });
    if (port !== undefined) waitUntilLive(`http://127.0.0.1:${port}`).then(resolve, reject);
  });
  if (output === 'unread pipe') for (const stream of streams) stream?.pause();
  return {
    url,
    output: () => text,
    isAlive: () => started.exitCode === null && started.signalCode === null,
    async stall(forMs) {
      started.kill('SIGSTOP');
      await sleep(forMs);
      started.kill('SIGCONT');
    },
    kill: () => killProcess(started),
    async terminate() {
      const exit = once(started, 'exit');
      started.kill('SIGTERM');
      await exit;
    },
  };
}

const POLL_INTERVAL_MS = 50;
const START_TIMEOUT_MS = 30_000;

/** Waits until the gateway replies. @returns its address */
async function waitUntilLive(url: string): Promise<string> {
  const untilMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < untilMs) {
    const reply = await fetch(`${url}/health/live`).catch(() => undefined);
    if (reply?.ok) return url;
    await sleep(POLL_INTERVAL_MS);
  }
  throw new Error(`No gateway replies at ${url}.`);
}
