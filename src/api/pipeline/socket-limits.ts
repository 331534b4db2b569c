import type { Server } from 'node:http';

/** Time for the header of a request to arrive. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the idle timeouts of load balancers, so that they close idle connections, not the gateway. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** Silence after which TCP probes whether the client still exists. */
const TCP_KEEP_ALIVE_DELAY_MS = 30_000;
/** Leaves file descriptors for vendors, Redis and files. */
const MAX_CONNECTIONS = 20_000;

/** Limits the number of connections, and closes those of idle and vanished clients. */
export function limitSockets(server: Server): void {
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => socket.setKeepAlive(true, TCP_KEEP_ALIVE_DELAY_MS));
}

/**
 * Limits the time for a request to arrive, for requests from now on.
 * @param requestTimeoutMs time for header and body together
 */
export function limitRequestTime(server: Server, requestTimeoutMs: number): void {
  server.headersTimeout = Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs);
  server.requestTimeout = requestTimeoutMs;
}
