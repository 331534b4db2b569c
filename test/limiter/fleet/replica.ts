import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from './child';

/** One gateway process. */
export interface Replica {
  readonly url: string;
  /** All that it has written to both outputs. */
  said(): string;
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
}

/** @throws Error with what it said where it ends before it listens */
export async function startReplica({
  script,
  config,
  redisUrl,
}: ReplicaSettings): Promise<Replica> {
  const started = spawn(process.execPath, [script], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_CONFIG: config,
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (text: Buffer): void => {
      said += text.toString();
      const [, address] = /API\s+(\S+)\/v1/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    };
    started.stdout.on('data', listen);
    started.stderr.on('data', listen);
    started.once('exit', () => {
      reject(new Error(`The gateway did not start: ${said}`));
    });
  });
  return {
    url,
    said: () => said,
    async stall(forMs) {
      started.kill('SIGSTOP');
      await sleep(forMs);
      started.kill('SIGCONT');
    },
    kill: () => ended(started),
    async terminate() {
      const gone = once(started, 'exit');
      started.kill('SIGTERM');
      await gone;
    },
  };
}
