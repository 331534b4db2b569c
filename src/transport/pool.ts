import { Pool } from 'undici';
import type { KeepAlive } from '../core/provider';

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
  return new Pool(origin, {
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
