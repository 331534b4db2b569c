import type { Server } from 'node:http';
import type { ServerSettings } from '../../config';

/** Time for the header of a request to arrive. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Silence after which TCP probes whether the client still exists. */
const TCP_KEEP_ALIVE_DELAY_MS = 30_000;
/** Leaves file descriptors for vendors, Redis and files. */
const MAX_CONNECTIONS = 20_000;

/** Limits the number of connections, and closes those of idle and vanished clients. */
export function limitSockets(server: Server): void {
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => socket.setKeepAlive(true, TCP_KEEP_ALIVE_DELAY_MS));
}

/**
 * Limits the time for a request to arrive and the time that a connection is idle, from now on.
 * @param times `requestTimeoutMs` is the time for header and body together; `keepAliveTimeoutMs` is longer than
 *   the idle timeout of a load balancer, so that the balancer closes idle connections, not the gateway
 */
export function limitTimes(
  server: Server,
  {
    requestTimeoutMs,
    keepAliveTimeoutMs,
  }: Pick<ServerSettings, 'requestTimeoutMs' | 'keepAliveTimeoutMs'>,
): void {
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.headersTimeout = Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs);
  server.requestTimeout = requestTimeoutMs;
}
