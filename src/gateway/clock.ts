import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SigningContext } from '../core/provider';

/** Time and chance, for the parts of the gateway that need them. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** From 0 to 1. */
  chance(): number;
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** What a signature takes from outside. */
  stamp(): SigningContext;
}

const LARGEST_RANDOM = 2 ** 48 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  chance: Math.random,
  sleep: (milliseconds) => delay(milliseconds),
  stamp: () => ({ nowMs: Date.now(), nonce: String(randomInt(LARGEST_RANDOM)) }),
};
