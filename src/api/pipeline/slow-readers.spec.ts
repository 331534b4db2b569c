import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { disconnectSlowReaders } from './slow-readers';

const CHECK_INTERVAL_MS = 1_000;

/** A socket with unsent bytes, as far as the code under test can see. */
class FakeSocket extends EventEmitter {
  isDestroyed = false;

  constructor(readonly writableLength: number) {
    super();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

let server: EventEmitter & { timeout?: number };
beforeEach(() => {
  jest.useFakeTimers();
  server = new EventEmitter();
  disconnectSlowReaders(server as unknown as Server, {
    stallTimeoutMs: 15_000,
    maxBufferedBytes: 100,
    checkIntervalMs: CHECK_INTERVAL_MS,
  });
});
afterEach(() => {
  server.emit('close');
  jest.useRealTimers();
});

function connect(...unsentBytes: number[]): FakeSocket[] {
  return unsentBytes.map((bytes) => {
    const socket = new FakeSocket(bytes);
    server.emit('connection', socket);
    return socket;
  });
}

/** The unsent bytes of the sockets that the next check destroys. */
function destroyedByCheck(sockets: readonly FakeSocket[]): number[] {
  jest.advanceTimersByTime(CHECK_INTERVAL_MS);
  return sockets.filter((socket) => socket.isDestroyed).map((socket) => socket.writableLength);
}

it('keeps all clients while no more bytes wait than allowed', () => {
  expect(destroyedByCheck(connect(60, 0, 40))).toEqual([]);
});

it.each([
  { unsent: [10, 60, 50, 5], destroyed: [60] },
  { unsent: [30, 90, 80, 30, 30], destroyed: [90, 80] },
  { unsent: [300], destroyed: [300] },
])('disconnects $destroyed of $unsent: those with the most bytes', ({ unsent, destroyed }) => {
  expect(destroyedByCheck(connect(...unsent))).toEqual(destroyed);
});

it('does not count a client that has disconnected', () => {
  const [gone, kept] = connect(50, 60);
  gone?.destroy();
  jest.advanceTimersByTime(CHECK_INTERVAL_MS);
  expect(kept?.isDestroyed).toBe(false);
});

it('disconnects a client whose connection has stalled only if bytes wait for it', () => {
  const [reading, waiting] = connect(1, 0);
  const response = new EventEmitter();
  server.emit('request', undefined, response);
  for (const socket of [reading, waiting]) response.emit('timeout', socket);
  expect([reading?.isDestroyed, waiting?.isDestroyed]).toEqual([true, false]);
  expect(server.timeout).toBe(15_000);
});
