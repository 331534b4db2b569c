import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMetric } from './read-metric';
import type { ChaosFleet } from './chaos-fleet';

const CLIENTS_PER_KIND = 24;
const MAX_GROWTH_BYTES = 400e6;
const DRIP_INTERVAL_MS = 50;
/** Enough replies to exceed the kernel's buffers if the client does not read them. */
const PIPELINED_REQUESTS = 40;
/** The gateway's limit for receiving a request, and the time after which it has closed every slow connection. */
export const REQUEST_TIMEOUT_MS = 20_000;
const CLOSED_AFTER_MS = REQUEST_TIMEOUT_MS + 35_000;

const TARGET = '/v1/connections/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata';

/** Connects a client to a replica. */
type SlowClient = (fleet: ChaosFleet, replica: number) => Socket;

function dial({ urlOf }: ChaosFleet, replica: number): Socket {
  const { hostname, port } = new URL(urlOf(replica));
  return connect(Number(port), hostname).on('error', () => undefined);
}

function requestHead(
  { headers }: ChaosFleet,
  method: string,
  path: string,
  length?: number,
): string {
  const fields = { Host: 'gateway', Prefer: 'wait=3', ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  if (length !== undefined) lines.push(`Content-Length: ${length}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Repeats an action every 50 ms while the socket is open. */
function repeatWhileOpen(socket: Socket, act: () => void): Socket {
  const timer = setInterval(act, DRIP_INTERVAL_MS);
  return socket.once('close', () => {
    clearInterval(timer);
  });
}

const readsNothing: SlowClient = (fleet, replica) => {
  const socket = dial(fleet, replica).pause();
  socket.write(requestHead(fleet, 'GET', '/docs-json').repeat(PIPELINED_REQUESTS));
  return socket;
};

const readsByteByByte: SlowClient = (fleet, replica) => {
  const socket = dial(fleet, replica);
  socket.write(requestHead(fleet, 'GET', '/docs-json').repeat(PIPELINED_REQUESTS));
  socket.on('readable', () => undefined); // paused mode: data stays buffered until read
  return repeatWhileOpen(socket, () => void socket.read(1));
};

const sendsByteByByte: SlowClient = (fleet, replica) => {
  const socket = dial(fleet, replica).resume();
  socket.write(`${requestHead(fleet, 'PUT', `${TARGET}/slow`, 100_000)}{"value":"`);
  return repeatWhileOpen(socket, () => void socket.write('v'));
};

const disconnects: SlowClient = (fleet, replica) => {
  const socket = dial(fleet, replica).resume();
  const body = '{"value":"v"}';
  socket.write(requestHead(fleet, 'PUT', `${TARGET}/gone`, body.length) + body);
  socket.once('connect', () => {
    setTimeout(() => socket.resetAndDestroy(), Math.random() * 300);
  });
  return socket;
};

const KINDS: readonly SlowClient[] = [readsNothing, readsByteByByte, sendsByteByByte, disconnects];

/** Connects slow clients of every kind for this long. Returns the replicas whose memory grew too much. */
export async function checkMemoryUnderSlowClients(
  fleet: ChaosFleet,
  durationMs: number,
): Promise<string[]> {
  const before = await readMemory(fleet);
  const clients = await connectAll(fleet, KINDS);
  await sleep(durationMs);
  const after = await readMemory(fleet);
  for (const socket of clients) socket.destroy();
  return after.flatMap((bytes, index) => {
    const growth = bytes - (before[index] ?? NaN);
    return growth < MAX_GROWTH_BYTES ? [] : [`replica ${index} grew by ${growth} bytes`];
  });
}

/** Checks that the gateway closes connections of clients that neither read nor finish their request. */
export async function checkSlowClientsAreClosed(fleet: ChaosFleet): Promise<string[]> {
  const clients = await connectAll(fleet, [readsNothing, sendsByteByByte]);
  await sleep(CLOSED_AFTER_MS);
  for (const socket of clients) socket.resume(); // `close` follows only after all data has been read
  await sleep(2_000);
  const open = clients.filter((socket) => !socket.closed);
  for (const socket of open) socket.destroy();
  return open.length === 0 ? [] : [`${open.length} of ${clients.length} were not closed`];
}

/** Connects the clients of these kinds. @throws Error if a connection fails, since the check would see nothing */
async function connectAll(
  fleet: ChaosFleet,
  kinds: readonly SlowClient[],
): Promise<readonly Socket[]> {
  const clients = kinds.flatMap((connectClient) =>
    Array.from({ length: CLIENTS_PER_KIND }, (_, replica) => connectClient(fleet, replica)),
  );
  await Promise.all(
    clients.filter(({ connecting }) => connecting).map((socket) => once(socket, 'connect')),
  );
  return clients;
}

const readMemory = ({ replicas }: ChaosFleet): Promise<number[]> =>
  Promise.all(replicas.map(({ url }) => readMetric(url, 'process_resident_memory_bytes')));
