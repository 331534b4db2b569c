import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { KeepAlive } from '../core/provider';

/** A timer may fire late; an idle socket is closed this much before the vendor may do so. */
const IDLE_SHARE = 0.9;

/**
 * A connection pool that closes a socket after `maxUses` requests, or before it has been idle for
 * `idleMs`, or earlier where the vendor's `Keep-Alive` header says so: a request on a socket that the
 * vendor is closing is a request whose outcome nobody knows.
 */
export function createAgent(protocol: string, { idleMs, maxUses }: KeepAlive): http.Agent {
  const pool = { keepAlive: true, timeout: Math.max(1, Math.floor(idleMs * IDLE_SHARE)) };
  const agent = protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
  const uses = new WeakMap<Duplex, number>();
  agent.keepSocketAlive = (socket: Duplex): boolean => {
    const used = (uses.get(socket) ?? 0) + 1;
    uses.set(socket, used);
    return used < maxUses && keep(socket);
  };
  return agent;
}
