import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds between two looks; who stands still is gone at the second. */
const LOOK_MS = 15_000;
/** Bytes that a caller takes between two looks at least, where as many wait for it. */
const LEAST = 64 * 1024;

/** Callers who do not read what they have asked for hold neither memory nor places for ever. */
export function endSlowReaders(server: Server, lookMs = LOOK_MS): void {
  const sockets = new Set<Socket>();
  /** Those for whom something waited at the last look, and what they had taken by then. */
  const behind = new WeakMap<Socket, number>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const look = setInterval(() => {
    for (const socket of sockets) {
      const taken = socket.bytesWritten - socket.writableLength;
      const before = behind.get(socket);
      if (socket.writableLength === 0) behind.delete(socket);
      else if (before !== undefined && taken - before < LEAST) socket.destroy();
      else behind.set(socket, taken);
    }
  }, lookMs).unref();
  server.once('close', () => {
    clearInterval(look);
  });
}
