import type { Fault } from './scenario';

/** An event loop that stands still, and the whole process with it. */
export const stall = (atMs: number, replica: number, forMs = 200): Fault => ({
  atMs,
  name: `replica ${replica} stalls for ${forMs} ms`,
  strike: (fleet) => fleet.stall(replica, forMs),
});

export const crash = (atMs: number, replica: number): Fault => ({
  atMs,
  name: `kill -9 of replica ${replica}, and a new one`,
  strike: (fleet) => fleet.crash(replica),
});

export const killClients = (atMs: number): Fault => ({
  atMs,
  name: 'CLIENT KILL',
  strike: ({ redis }) => redis.killClients(),
});

export const flush = (atMs: number): Fault => ({
  atMs,
  name: 'FLUSHALL',
  strike: ({ redis }) => redis.flush(),
});

export const restart = (atMs: number, downMs: number): Fault => ({
  atMs,
  name: `Redis is away for ${downMs} ms and comes back empty`,
  strike: ({ redis }) => redis.restart(downMs),
});

export const freeze = (atMs: number, forMs: number): Fault => ({
  atMs,
  name: `Redis stands still for ${forMs} ms`,
  strike: ({ redis }) => redis.freeze(forMs),
});

/** Only for a fleet whose Redis is `proxied`. */
export const slowDown = (atMs: number, byMs: number, forMs: number): Fault => ({
  atMs,
  name: `Redis takes ${byMs} ms longer each way for ${forMs} ms`,
  strike: ({ redis }) => redis.slowDown(byMs, forMs),
});
