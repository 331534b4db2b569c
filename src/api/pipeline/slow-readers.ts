import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Patience {
  /** Milliseconds in which a caller takes something at least of what waits for it; noticed within twice that. */
  readonly standstillMs: number;
  /** Bytes that wait for all callers together at most. */
  readonly mostWaiting: number;
  /** Milliseconds between two looks at how many these are. */
  readonly lookMs: number;
}

const PATIENCE: Patience = {
  standstillMs: 15_000,
  mostWaiting: 128 * 1024 * 1024,
  lookMs: 1_000,
};

/**
 * Callers who do not read what they have asked for hold neither memory nor places for ever: who stands
 * still is let go, and where too much waits in all, those for whom most does are, without delay.
 */
export function disconnectSlowReaders(server: Server, patience = PATIENCE): void {
  server.timeout = patience.standstillMs;
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.on('timeout', endIfBehind);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const look = setInterval(() => {
    for (const socket of tooMany(sockets, patience.mostWaiting)) {
      sockets.delete(socket);
      socket.destroy();
    }
  }, patience.lookMs).unref();
  server.once('close', () => {
    clearInterval(look);
  });
}

/** Nothing moves on the connection of somebody who waits for an answer either. */
function endIfBehind(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}

/** Those for whom most waits, as many as it takes that what waits for the others is not too much. */
function tooMany(sockets: ReadonlySet<Socket>, mostWaiting: number): Socket[] {
  let waiting = 0;
  for (const { writableLength } of sockets) waiting += writableLength;
  if (waiting <= mostWaiting) return [];
  const largestFirst = [...sockets].sort((one, other) => other.writableLength - one.writableLength);
  const tooMuch: Socket[] = [];
  for (const socket of largestFirst) {
    if (waiting <= mostWaiting) break;
    waiting -= socket.writableLength;
    tooMuch.push(socket);
  }
  return tooMuch;
}
