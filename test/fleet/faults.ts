import type { Fault } from './scenario';

/** Stops the whole process for a time. */
export const stall = (atMs: number, replica: number, forMs = 200): Fault => ({
  atMs,
  name: `replica ${replica} stalls for ${forMs} ms`,
  inject: (fleet) => fleet.stall(replica, forMs),
});

export const crash = (atMs: number, replica: number): Fault => ({
  atMs,
  name: `kill -9 of replica ${replica}, then a new one`,
  inject: (fleet) => fleet.crash(replica),
});

export const crashSenders = (atMs: number): Fault => ({
  atMs,
  name: 'kill -9 of the senders, then new ones',
  inject: (fleet) => fleet.crashSenders(),
});

export const killClients = (atMs: number): Fault => ({
  atMs,
  name: 'CLIENT KILL',
  inject: ({ redis }) => redis.killClients(),
});

export const flush = (atMs: number): Fault => ({
  atMs,
  name: 'FLUSHALL',
  inject: ({ redis }) => redis.flush(),
});

export const restart = (atMs: number, downMs: number): Fault => ({
  atMs,
  name: `Redis is down for ${downMs} ms and comes back empty`,
  inject: ({ redis }) => redis.restart(downMs),
});

export const freeze = (atMs: number, forMs: number): Fault => ({
  atMs,
  name: `Redis is stopped for ${forMs} ms`,
  inject: ({ redis }) => redis.freeze(forMs),
});

/** Needs a fleet whose Redis is `proxied`. */
export const slowDown = (atMs: number, byMs: number, forMs: number): Fault => ({
  atMs,
  name: `Redis takes ${byMs} ms longer each way for ${forMs} ms`,
  inject: ({ redis }) => redis.disturbAll({ delayMs: byMs }, forMs),
});

/** Needs a fleet whose Redis is `proxied`. */
export const slowReplies = (atMs: number, byMs: number, forMs: number): Fault => ({
  atMs,
  name: `every reply of Redis takes ${byMs} ms for ${forMs} ms`,
  inject: ({ redis }) => redis.disturbAll({ delayMs: byMs, delayed: 'replies' }, forMs),
});

/** Redis is killed, and a server takes over that has not got the writes of the last `lostMs`. */
export const failOver = (atMs: number, lostMs: number, downMs: number): Fault => ({
  atMs,
  name: `fail-over that loses the last ${lostMs} ms, after ${downMs} ms`,
  inject: ({ redis }) => redis.crash(lostMs, downMs),
});

/** Needs a fleet whose clock is `settable`. */
export const stepClock = (atMs: number, bySeconds: number): Fault => ({
  atMs,
  name: `the clock of Redis is set by ${bySeconds} s`,
  inject: ({ redis }) => redis.stepClock(bySeconds),
});

const CUT_OFF = {
  both: 'is cut off',
  requests: 'cannot reach Redis',
  replies: 'gets no replies',
} as const;

/**
 * Interrupts the network between one replica and Redis; what was sent meanwhile arrives afterwards. Needs a
 * fleet whose Redis is `proxied`.
 */
export const cutOff = (
  atMs: number,
  replica: number,
  forMs: number,
  held: keyof typeof CUT_OFF = 'both',
): Fault => ({
  atMs,
  name: `replica ${replica} ${CUT_OFF[held]} for ${forMs} ms`,
  inject: ({ redis }) => redis.disturb(replica, { held }, forMs),
});

/** The same; what was sent meanwhile is lost, and no connection is closed. */
export const blackHole = (atMs: number, replica: number, forMs: number): Fault => ({
  atMs,
  name: `a black hole between replica ${replica} and Redis for ${forMs} ms`,
  inject: ({ redis }) => redis.disturb(replica, { dead: 'all' }, forMs),
});
