import type { Pool } from 'undici';
import type { KeepAlive } from '../core/provider';

// all of undici would be fetch, WebSocket, caches and mocks as well: 100 ms of every start, and 8 MB
// eslint-disable-next-line @typescript-eslint/no-require-imports
const UndiciPool = require('undici/lib/dispatcher/pool') as typeof Pool;

/** A timer may fire late; an idle socket is closed this much before the vendor may do so. */
const IDLE_SHARE = 0.9;

/**
 * Connections to one host. Each is closed after `maxUses` requests (2 at least), or before it has been
 * idle for `idleMs`, or earlier where the vendor's `Keep-Alive` header says so: a request on a socket that
 * the vendor is closing is a request whose outcome nobody knows. Nothing waits for a connection in use, and
 * nothing is sent twice.
 */
export function createPool(
  origin: string,
  { idleMs, maxUses }: KeepAlive,
  connectMs: number,
): Pool {
  const mostIdleMs = Math.max(1, Math.floor(idleMs * IDLE_SHARE));
  return new UndiciPool(origin, {
    connections: null,
    pipelining: 1,
    connect: { timeout: connectMs },
    keepAliveTimeout: mostIdleMs,
    keepAliveMaxTimeout: mostIdleMs,
    maxRequestsPerClient: maxUses - 1, // that many, and a last one that says that it is
    headersTimeout: 0, // an exchange has a time of its own, for all of it
    bodyTimeout: 0,
  });
}
