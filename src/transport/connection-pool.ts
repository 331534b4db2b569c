import { createSecureContext, rootCertificates } from 'node:tls';
import type * as Undici from 'undici';
import type { Dispatcher, Pool, ProxyAgent } from 'undici';
import type { KeepAlive } from '../core/provider';
import { proxyFor, type Egress } from './egress';

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
  egress: Egress = { noProxy: [] },
): Dispatcher {
  const maxIdleMs = Math.max(1, Math.floor(idleMs * IDLE_SHARE));
  const trust = trustOf(egress);
  const options = {
    pipelining: 1,
    keepAliveTimeout: maxIdleMs,
    keepAliveMaxTimeout: maxIdleMs,
    maxRequestsPerClient: maxUses - 1, // undici sends one more request, with `Connection: close`
    headersTimeout: 0, // the exchange has its own timeout for the whole reply
    bodyTimeout: 0,
  };
  const proxy = proxyFor(new URL(origin), egress);
  if (proxy === undefined)
    return new UndiciPool(origin, {
      ...options,
      connections: null,
      connect: { timeout: connectMs, ...trust },
    });
  return new (loadProxyAgent())({
    ...options,
    uri: proxy,
    proxyTls: { timeout: connectMs, ...trust },
    requestTls: { timeout: connectMs, ...trust },
  }).compose((dispatch) => (request, handler) => dispatch({ ...request, origin }, handler));
}

/** A context is created once: to parse all certificates takes milliseconds, and a connection would do it anew. */
const trustOf = ({ ca }: Egress) =>
  ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) };

/** All of undici, which its proxy agent needs; loaded only where there is a proxy. */
const loadProxyAgent = (): typeof ProxyAgent =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require('undici') as typeof Undici).ProxyAgent;
