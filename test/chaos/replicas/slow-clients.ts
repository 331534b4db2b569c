import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricOf } from './metric';
import type { ChaosStage } from './stage';

/** Clients of each kind. */
const MANY = 24;
/** Bytes that a replica may have grown by. */
const MOST_GROWTH = 400e6;
const DRIP_MS = 50;
/** Replies that make more than the kernel keeps for somebody who does not read. */
const REPLIES = 40;
/** Milliseconds that a request may take, and after which all that are slow have been ended. */
export const REQUEST_MS = 20_000;
const ENDED_AFTER_MS = REQUEST_MS + 35_000;

const PLACE = '/v1/connections/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata';

/** A client of a replica; its turn says of which. */
type Client = (stage: ChaosStage, turn: number) => Socket;

function dial({ urlOf }: ChaosStage, turn: number): Socket {
  const { hostname, port } = new URL(urlOf(turn));
  return connect(Number(port), hostname).on('error', () => undefined);
}

function headOf({ headers }: ChaosStage, method: string, path: string, length?: number): string {
  const fields = { Host: 'gateway', Prefer: 'wait=3', ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  if (length !== undefined) lines.push(`Content-Length: ${length}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Does something again and again as long as the socket is open. */
function every(socket: Socket, act: () => void): Socket {
  const timer = setInterval(act, DRIP_MS);
  return socket.once('close', () => {
    clearInterval(timer);
  });
}

const readsNothing: Client = (stage, turn) => {
  const socket = dial(stage, turn).pause();
  socket.write(headOf(stage, 'GET', '/docs-json').repeat(REPLIES));
  return socket;
};

const readsByteByByte: Client = (stage, turn) => {
  const socket = dial(stage, turn);
  socket.write(headOf(stage, 'GET', '/docs-json').repeat(REPLIES));
  socket.on('readable', () => undefined); // what there is waits until it is asked for
  return every(socket, () => void socket.read(1));
};

const sendsByteByByte: Client = (stage, turn) => {
  const socket = dial(stage, turn).resume();
  socket.write(`${headOf(stage, 'PUT', `${PLACE}/slow`, 100_000)}{"value":"`);
  return every(socket, () => void socket.write('v'));
};

const hangsUp: Client = (stage, turn) => {
  const socket = dial(stage, turn).resume();
  const body = '{"value":"v"}';
  socket.write(headOf(stage, 'PUT', `${PLACE}/gone`, body.length) + body);
  setTimeout(() => socket.resetAndDestroy(), Math.random() * 300);
  return socket;
};

const KINDS: readonly Client[] = [readsNothing, readsByteByByte, sendsByteByByte, hangsUp];

/** All at once, for so many milliseconds; what replicas hold meanwhile is bounded. */
export async function stormOfSlowClients(stage: ChaosStage, forMs: number): Promise<string[]> {
  const before = await memoryOf(stage);
  const clients = KINDS.flatMap((client) =>
    Array.from({ length: MANY }, (_, turn) => client(stage, turn)),
  );
  await sleep(forMs);
  const after = await memoryOf(stage);
  for (const socket of clients) socket.destroy();
  return after.flatMap((bytes, index) => {
    const growth = bytes - (before[index] ?? 0);
    return growth < MOST_GROWTH ? [] : [`replica ${index} has grown by ${growth} bytes`];
  });
}

/** Nobody hangs up but the gateway. */
export async function slowClientsAreEnded(stage: ChaosStage): Promise<string[]> {
  const clients = [readsNothing, sendsByteByByte].flatMap((client) =>
    Array.from({ length: MANY }, (_, turn) => client(stage, turn)),
  );
  await sleep(ENDED_AFTER_MS);
  for (const socket of clients) socket.resume(); // the end comes after all that has not been read
  await sleep(2_000);
  const open = clients.filter((socket) => !socket.closed);
  for (const socket of open) socket.destroy();
  return open.length === 0 ? [] : [`${open.length} of ${clients.length} were not ended`];
}

const memoryOf = ({ replicas }: ChaosStage): Promise<number[]> =>
  Promise.all(replicas.map(({ url }) => metricOf(url, 'process_resident_memory_bytes')));
