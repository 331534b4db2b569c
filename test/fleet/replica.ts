import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../support/redis/redis-server';
import { killProcess } from './child';

/** One gateway process. */
export interface Replica {
  readonly url: string;
  /** All that it has written to both outputs. */
  said(): string;
  isAlive(): boolean;
  /** Stops the whole process for so many milliseconds, as a busy machine or a long pause would. */
  stall(forMs: number): Promise<void>;
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  terminate(): Promise<void>;
}

export interface ReplicaSettings {
  /** The compiled `main.js`. */
  readonly script: string;
  /** Path of the configuration file. */
  readonly config: string;
  readonly redisUrl?: string | undefined;
  /** Where what it says goes: a disk that is full, or a pipe that nobody empties. Else it is read. */
  readonly says?: 'to a full disk' | 'to nobody';
  /** Of Node itself. */
  readonly flags?: readonly string[];
}

/** @throws Error with what it said where it ends before it listens */
export async function startReplica({
  script,
  config,
  redisUrl,
  says,
  flags = [],
}: ReplicaSettings): Promise<Replica> {
  const full = says === 'to a full disk' ? openSync('/dev/full', 'w') : undefined;
  const port = full === undefined ? undefined : await findFreePort();
  const started = spawn(process.execPath, [...flags, script], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_CONFIG: config,
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
      ...(port !== undefined && { PORT: String(port) }),
      ...(says !== undefined && { LOG_LEVEL: 'info' }),
    },
    stdio: ['ignore', full ?? 'pipe', full ?? 'pipe'],
  });
  if (full !== undefined) closeSync(full);
  let said = '';
  const outputs = [started.stdout, started.stderr];
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (text: Buffer): void => {
      said += text.toString();
      const [, address] = /API\s+(\S+)\/v1/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    };
    for (const output of outputs) output?.on('data', listen);
    started.once('exit', () => {
      reject(new Error(`The gateway did not start: ${said}`));
    });
    if (port !== undefined) answering(`http://127.0.0.1:${port}`).then(resolve, reject);
  });
  if (says === 'to nobody') for (const output of outputs) output?.pause();
  return {
    url,
    said: () => said,
    isAlive: () => started.exitCode === null && started.signalCode === null,
    async stall(forMs) {
      started.kill('SIGSTOP');
      await sleep(forMs);
      started.kill('SIGCONT');
    },
    kill: () => killProcess(started),
    async terminate() {
      const gone = once(started, 'exit');
      started.kill('SIGTERM');
      await gone;
    },
  };
}

const LOOK_MS = 50;
const START_MS = 30_000;

/** @returns the address, once it answers */
async function answering(url: string): Promise<string> {
  const untilMs = performance.now() + START_MS;
  while (performance.now() < untilMs) {
    const answer = await fetch(`${url}/health/live`).catch(() => undefined);
    if (answer?.ok) return url;
    await sleep(LOOK_MS);
  }
  throw new Error(`Nobody answers at ${url}.`);
}
