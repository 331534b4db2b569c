/** A replica begins its fallback no sooner after its last message; the ledger expects it no later. */
export const SILENT_AFTER_MS = 600;

/** Milliseconds. */
export const SESSION_TIMES = {
  /** An idle replica sends a message at the next beat after this time, and so notices the loss of the ledger before a caller does. */
  heartbeatMs: 250,
  /** A replica at rest whose shares are set aside sends a message this often, or twice in a fallback. */
  idleMs: 30_000,
  /** A late message of such a replica is expected within this time. */
  idleDelayMs: 5_000,
  joinRetryMs: 50,
  /** A replica in fallback joins again after this time, and no sooner than the ledger opens. */
  fallbackJoinMs: 250,
  /** But no later than this: the ledger may be another by then. */
  maxFallbackJoinMs: 1000,
  /** Every live replica has joined a new epoch within this time. */
  joinMs: 2000,
} as const;

/**
 * Heartbeats are sent at multiples of this time, so that those of many accounts go together: then Redis and this
 * process wake up once for all of them.
 */
const BEAT_MS = 50;

/** @returns the first beat at this clock time or later */
export const nextBeat = (atMs: number): number => Math.ceil(atMs / BEAT_MS) * BEAT_MS;

/** @returns the last beat at this clock time or earlier */
export const lastBeat = (atMs: number): number => Math.floor(atMs / BEAT_MS) * BEAT_MS;
