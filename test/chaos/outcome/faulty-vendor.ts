import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, type Listening } from '../../support/vendor/listen';

/**
 * The faults that a vendor call may meet, and whether the vendor applies the call. `late`: it applies the call
 * later, within the gateway's timeout.
 */
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
  refusal: 'not applied',
  'refusal in a 200': 'not applied',
  'reset, late call': 'late',
  'stall, late call': 'late',
  '502, late call': 'late',
  'HTML page, late call': 'late',
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

/** The refusal of a call that is wrong, as both vendors understand it. */
const REFUSED = { code: 400111, error: true, message: 'Invalid value.' };

export interface FaultyVendor extends Listening {
  /** Probability that a call meets a fault, from 0 to 1. */
  rate: number;
  /** Number of calls that met each fault. */
  readonly occurrences: ReadonlyMap<FaultName, number>;
  /** Resolves when every late call so far has been carried out. */
  lateCallsDone(): Promise<void>;
}

/**
 * Starts a proxy in front of a sandbox. Some calls meet a fault, chosen at random from `faults`.
 * @param timeoutMs the gateway's timeout; a late call is applied 1 ms after it arrived at the earliest, and
 *   1 ms before the timeout at the latest
 */
export async function startFaultyVendor(
  sandboxUrl: string,
  faults: readonly FaultName[],
  timeoutMs: number,
): Promise<FaultyVendor> {
  const agent = new Agent({ keepAlive: true });
  const occurrences = new Map<FaultName, number>();
  const lateCalls = new Set<Promise<unknown>>();
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
    if (FAULTS[fault] !== 'late') return;
    const late = sleep(pickDelayMs(timeoutMs)).then(() => forward(call, body));
    lateCalls.add(late);
    await late.finally(() => lateCalls.delete(late));
  };
  const listening = await listen(
    createServer((call, response) => {
      serve(call, response).catch(() => response.destroy());
    }),
  );
  const vendor: FaultyVendor = {
    rate: 0,
    async lateCallsDone() {
      await Promise.allSettled(lateCalls);
    },
    url: listening.url,
    occurrences,
    async close() {
      await listening.close();
      agent.destroy();
    },
  };
  return vendor;
}

/** Mostly one of the delays at which a read, or a repeat, comes just too early. */
function pickDelayMs(timeoutMs: number): number {
  const delays = [1, 20, 100, timeoutMs / 2, timeoutMs - 1, 1 + Math.random() * (timeoutMs - 2)];
  return delays[Math.floor(Math.random() * delays.length)] ?? 1;
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
    case 'reset, late call':
      response.socket?.resetAndDestroy();
      return;
    case 'stall before the call':
    case 'stall after the call':
    case 'stall, late call':
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
  refusal: json(400, REFUSED),
  'refusal in a 200': json(200, REFUSED),
  '502, late call': html(502),
  'HTML page, late call': html(200),
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
