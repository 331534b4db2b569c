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
  inject: ({ redis }) => redis.slowDown(byMs, forMs),
});

const CUT_OFF = {
  both: 'is cut off',
  requests: 'cannot reach Redis',
  replies: 'gets no replies',
} as const;

/** Interrupts the network between one replica and Redis. Needs a fleet whose Redis is `proxied`. */
export const cutOff = (
  atMs: number,
  replica: number,
  forMs: number,
  held: keyof typeof CUT_OFF = 'both',
): Fault => ({
  atMs,
  name: `replica ${replica} ${CUT_OFF[held]} for ${forMs} ms`,
  inject: ({ redis }) => redis.cutOff(replica, held, forMs),
});
