import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Patience {
  /** Milliseconds between two looks. */
  readonly lookMs: number;
  /** After so many looks it counts what a caller has taken meanwhile. */
  readonly looks: number;
  /** Bytes that a caller takes in that time at least, where as many wait for it. */
  readonly leastTaken: number;
  /** Bytes that wait for all callers together at most. */
  readonly mostWaiting: number;
}

const PATIENCE: Patience = {
  lookMs: 1_000,
  looks: 15,
  leastTaken: 64 * 1024,
  mostWaiting: 128 * 1024 * 1024,
};

/**
 * Callers who do not read what they have asked for hold neither memory nor places for ever: who stands
 * still is let go, and where too much waits in all, those for whom most does are, without delay.
 */
export function endSlowReaders(server: Server, patience = PATIENCE): void {
  const sockets = new Set<Socket>();
  /** Those for whom something waited at the last count, and what they had taken by then. */
  const behind = new WeakMap<Socket, number>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const letGo = (socket: Socket): void => {
    sockets.delete(socket);
    socket.destroy();
  };
  const count = (socket: Socket): void => {
    const taken = socket.bytesWritten - socket.writableLength;
    const before = behind.get(socket);
    if (socket.writableLength === 0) behind.delete(socket);
    else if (before !== undefined && taken - before < patience.leastTaken) letGo(socket);
    else behind.set(socket, taken);
  };
  let looks = 0;
  const look = setInterval(() => {
    looks += 1;
    if (looks % patience.looks === 0) sockets.forEach(count);
    tooMany(sockets, patience.mostWaiting).forEach(letGo);
  }, patience.lookMs).unref();
  server.once('close', () => {
    clearInterval(look);
  });
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
