import type { Pool } from 'undici';
import type { KeepAlive } from '../core/provider';

// importing all of undici (fetch, WebSocket, caches, mocks) costs 100 ms of every start and 8 MB
// eslint-disable-next-line @typescript-eslint/no-require-imports
const UndiciPool = require('undici/lib/dispatcher/pool') as typeof Pool;

/** Share of `idleMs` after which an idle connection is closed; the margin is for timers that fire late. */
const IDLE_SHARE = 0.9;

/**
 * Creates the pool of connections to one host. A connection is closed after `maxUses` requests (at least
 * 2), and before it has been idle for `idleMs` or for the time in the vendor's `Keep-Alive` header: a
 * request on a connection that the vendor is closing has an unknown outcome. Calls never wait for a
 * connection in use, and nothing is sent twice.
 */
export function createPool(
  origin: string,
  { idleMs, maxUses }: KeepAlive,
  connectMs: number,
): Pool {
  const maxIdleMs = Math.max(1, Math.floor(idleMs * IDLE_SHARE));
  return new UndiciPool(origin, {
    connections: null,
    pipelining: 1,
    connect: { timeout: connectMs },
    keepAliveTimeout: maxIdleMs,
    keepAliveMaxTimeout: maxIdleMs,
    maxRequestsPerClient: maxUses - 1, // undici sends one more request, with `Connection: close`
    headersTimeout: 0, // the exchange has its own timeout for the whole reply
    bodyTimeout: 0,
  });
}
