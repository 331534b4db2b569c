import type { Server } from 'node:http';

/** Milliseconds that a caller may take for the head of a request at most. */
const HEAD_MS = 15_000;
/** Longer than load balancers keep a connection idle: they should be the ones to close it. */
const IDLE_MS = 75_000;
/** When a peer that says nothing is asked whether it is still there. */
const ASK_MS = 30_000;
/** Sockets of callers; there are no more file descriptors to spare for them. */
const MOST = 20_000;

/** Slow, silent and too many callers hold no sockets for ever. */
export function limitSockets(server: Server): void {
  server.keepAliveTimeout = IDLE_MS;
  server.maxConnections = MOST;
  server.on('connection', (socket) => socket.setKeepAlive(true, ASK_MS));
}

/** From now on. @param requestMs milliseconds that a caller may take for a request */
export function limitRequestTime(server: Server, requestMs: number): void {
  server.headersTimeout = Math.min(HEAD_MS, requestMs);
  server.requestTimeout = requestMs;
}
