import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, type Listening } from '../../support/vendor/listen';

/** The faults that a vendor call may meet, and whether the vendor applies the call. */
export const FAULTS = {
  'reset before the call': 'not applied',
  'reset after the call': 'applied',
  'stall before the call': 'not applied',
  'stall after the call': 'applied',
  'truncated reply': 'applied',
  '500': 'not applied',
  '503': 'not applied',
  '502 after the call': 'applied',
  '429': 'not applied',
  'HTML page': 'not applied',
  'HTML page after the call': 'applied',
  'unrelated JSON': 'not applied',
  'empty object': 'not applied',
  'late call': 'applied after the timeout',
} as const;
export type FaultName = keyof typeof FAULTS;

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Headers that hold for one connection only. */
const HOP_BY_HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
]);

const PAGE = Buffer.from('<!DOCTYPE html><html><body>It works!</body></html>');
const html = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: PAGE,
});
const json = (status: number, body: object, headers = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

/** A 429 that both providers understand: each ignores the fields of the other vendor. */
const THROTTLED = json(
  429,
  { code: 500910, error: true, message: 'Too many requests' },
  { 'x-ratelimit-retryafter': '0.02' },
);

export interface FaultyVendor extends Listening {
  /** Probability that a call meets a fault, from 0 to 1. */
  rate: number;
  /** Number of calls that met each fault. */
  readonly occurrences: ReadonlyMap<FaultName, number>;
}

/**
 * Starts a proxy in front of a sandbox. Some calls meet a fault, chosen at random from `faults`.
 * @param lateMs delay of a `late call`; longer than the gateway's timeout
 */
export async function startFaultyVendor(
  sandboxUrl: string,
  faults: readonly FaultName[],
  lateMs: number,
): Promise<FaultyVendor> {
  const agent = new Agent({ keepAlive: true });
  const occurrences = new Map<FaultName, number>();
  const forward = (call: IncomingMessage, body: Buffer): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { method, url, headers } = call;
      const sent = request(`${sandboxUrl}${url ?? ''}`, { agent, method, headers }, (answer) => {
        readBytes(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes });
        }, reject);
      });
      sent.on('error', reject).end(body);
    });
  const serve = async (call: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBytes(call);
    const fault = Math.random() < vendor.rate ? pickFault(faults, call) : undefined;
    if (fault === undefined) {
      sendReply(response, await forward(call, body));
      return;
    }
    occurrences.set(fault, (occurrences.get(fault) ?? 0) + 1);
    if (FAULTS[fault] === 'applied') applyFault(fault, response, await forward(call, body));
    else applyFault(fault, response);
    if (fault !== 'late call') return;
    await sleep(lateMs);
    await forward(call, body);
  };
  const listening = await listen(
    createServer((call, response) => {
      serve(call, response).catch(() => response.destroy());
    }),
  );
  const vendor: FaultyVendor = {
    rate: 0,
    url: listening.url,
    occurrences,
    async close() {
      await listening.close();
      agent.destroy();
    },
  };
  return vendor;
}

/**
 * Chooses a fault for a call. An empty object is also the correct reply to a delete, to a read of nothing,
 * and to a removal from a missing item (legacy metaarray), so those calls do not get it.
 */
function pickFault(
  faults: readonly FaultName[],
  { method, url = '' }: IncomingMessage,
): FaultName | undefined {
  const fault = faults[Math.floor(Math.random() * faults.length)];
  const isPlausible = method === 'DELETE' || method === 'GET' || url.endsWith('/metaarray');
  return fault === 'empty object' && isPlausible ? undefined : fault;
}

function applyFault(fault: FaultName, response: ServerResponse, reply?: Reply): void {
  switch (fault) {
    case 'reset before the call':
    case 'reset after the call':
      response.socket?.resetAndDestroy();
      return;
    case 'stall before the call':
    case 'stall after the call':
    case 'late call':
      return; // the connection stays open until the gateway times out
    case 'truncated reply':
      if (reply) sendHalf(response, reply);
      return;
    default:
      sendReply(response, REPLIES[fault]);
  }
}

const REPLIES = {
  '500': json(500, { code: 1000, errorMessage: 'internal error' }),
  '503': html(503),
  '502 after the call': html(502),
  '429': THROTTLED,
  'HTML page': html(200),
  'HTML page after the call': html(200),
  'unrelated JSON': json(200, { ok: 'yes', code: '0', error: 'false' }),
  'empty object': json(200, {}),
} as const satisfies Partial<Record<FaultName, Reply>>;

function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  const endToEnd = Object.entries(headers).filter(([name]) => !HOP_BY_HOP_HEADERS.has(name));
  response.writeHead(status, { ...Object.fromEntries(endToEnd), 'content-length': body.length });
  response.end(body);
}

function sendHalf(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Math.max(2, body.length) });
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

async function readBytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
