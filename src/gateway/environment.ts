import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SigningContext } from '../core/provider';

/** Time and randomness, passed in so that tests control them. */
export interface Environment {
  /** Monotonic milliseconds. */
  now(): number;
  /** A random number from 0 to 1. */
  random(): number;
  sleep(milliseconds: number): Promise<void>;
  /** The time, nonce and id of one attempt. */
  stamp(): SigningContext;
}

const LARGEST_RANDOM_INT = 2 ** 48 - 1;

export const systemEnvironment: Environment = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (milliseconds) => delay(milliseconds),
  stamp: () => ({
    nowMs: Date.now(),
    nonce: String(randomInt(LARGEST_RANDOM_INT)),
    requestId: randomUUID(),
  }),
};
