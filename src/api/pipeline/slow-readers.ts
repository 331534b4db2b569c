import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { socketEventOf } from '../http/plain-or-tls-server';

export interface SlowReaderLimits {
  /**
   * A connection with unsent data on which no byte moves for this long is closed, at the latest after
   * twice this time.
   */
  readonly stallTimeoutMs: number;
  /** Bytes that may wait for all clients together. */
  readonly maxBufferedBytes: number;
  readonly checkIntervalMs: number;
}

const LIMITS: SlowReaderLimits = {
  stallTimeoutMs: 15_000,
  maxBufferedBytes: 128 * 1024 * 1024,
  checkIntervalMs: 1_000,
};

/**
 * Disconnects clients that do not read their replies, so that they cannot hold memory and places for
 * calls: those on whose connection nothing moves, and, as long as too many bytes wait in all, those with
 * the most bytes waiting.
 */
export function disconnectSlowReaders(server: Server, limits = LIMITS): void {
  server.timeout = limits.stallTimeoutMs;
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.on('timeout', destroyIfUnread);
  });
  const sockets = new Set<Socket>();
  server.on(socketEventOf(server), (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const check = setInterval(() => {
    for (const socket of findLargest([...sockets], limits.maxBufferedBytes)) {
      sockets.delete(socket);
      socket.destroy();
    }
  }, limits.checkIntervalMs).unref();
  server.once('close', () => {
    clearInterval(check);
  });
}

/** A timeout without unsent data means that the client waits for its reply. */
function destroyIfUnread(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}

/** The fewest sockets without which at most `maxBufferedBytes` wait; those with the most bytes first. */
function findLargest(sockets: readonly Socket[], maxBufferedBytes: number): Socket[] {
  let buffered = 0;
  for (const { writableLength } of sockets) buffered += writableLength;
  if (buffered <= maxBufferedBytes) return [];
  const largestFirst = [...sockets].sort((one, other) => other.writableLength - one.writableLength);
  const largest: Socket[] = [];
  for (const socket of largestFirst) {
    if (buffered <= maxBufferedBytes) break;
    buffered -= socket.writableLength;
    largest.push(socket);
  }
  return largest;
}
