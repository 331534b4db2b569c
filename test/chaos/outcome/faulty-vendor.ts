import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, type Listening } from '../../support/vendor/listen';

/** What happens to a call on its way, and whether the vendor gets to carry it out. */
export const FAULTS = {
  'reset before': 'not carried out',
  'reset after': 'carried out',
  'stall before': 'not carried out',
  'stall after': 'carried out',
  'half an answer': 'carried out',
  '500': 'not carried out',
  '503': 'not carried out',
  '502 after': 'carried out',
  '429': 'not carried out',
  'a web page': 'not carried out',
  'a web page after': 'carried out',
  'JSON of somebody else': 'not carried out',
  'an empty object': 'not carried out',
  late: 'carried out when nobody waits any more',
} as const;
export type FaultName = keyof typeof FAULTS;

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Headers that are between two neighbours alone. */
const PER_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);

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

/** In the words of both vendors, each of which passes over the other's. */
const THROTTLED = json(
  429,
  { code: 500910, error: true, message: 'Too many requests' },
  { 'x-ratelimit-retryafter': '0.02' },
);

export interface FaultyVendor extends Listening {
  /** The share of calls that meet a fault. */
  rate: number;
  readonly calls: number;
  /** How often each has happened. */
  readonly happened: ReadonlyMap<FaultName, number>;
}

/**
 * Stands before a sandbox; some calls meet a fault, drawn from those given.
 * @param lateMs after which a late call is carried out, longer than anybody waits
 */
export async function startFaultyVendor(
  sandboxUrl: string,
  faults: readonly FaultName[],
  lateMs: number,
): Promise<FaultyVendor> {
  const agent = new Agent({ keepAlive: true });
  const happened = new Map<FaultName, number>();
  let calls = 0;
  const pass = (call: IncomingMessage, body: Buffer): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { method, url, headers } = call;
      const sent = request(`${sandboxUrl}${url ?? ''}`, { agent, method, headers }, (answer) => {
        bytesOf(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes });
        }, reject);
      });
      sent.on('error', reject).end(body);
    });
  const serve = async (call: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls += 1;
    const body = await bytesOf(call);
    const fault = Math.random() < vendor.rate ? drawn(faults, call) : undefined;
    if (fault === undefined) {
      answer(response, await pass(call, body));
      return;
    }
    happened.set(fault, (happened.get(fault) ?? 0) + 1);
    if (FAULTS[fault] === 'carried out') strike(fault, response, await pass(call, body));
    else strike(fault, response);
    if (fault !== 'late') return;
    await sleep(lateMs);
    await pass(call, body);
  };
  const listening = await listen(
    createServer((call, response) => {
      serve(call, response).catch(() => response.destroy());
    }),
  );
  const vendor: FaultyVendor = {
    rate: 0,
    url: listening.url,
    happened,
    get calls() {
      return calls;
    },
    async close() {
      await listening.close();
      agent.destroy();
    },
  };
  return vendor;
}

/**
 * An empty object is what a delete is answered, a read where nothing is, and a removal from an item that
 * is not there (older endpoint): nobody can see that lie.
 */
function drawn(
  faults: readonly FaultName[],
  { method, url = '' }: IncomingMessage,
): FaultName | undefined {
  const fault = faults[Math.floor(Math.random() * faults.length)];
  const isTrue = method === 'DELETE' || method === 'GET' || url.endsWith('/metaarray');
  return fault === 'an empty object' && isTrue ? undefined : fault;
}

function strike(fault: FaultName, response: ServerResponse, reply?: Reply): void {
  switch (fault) {
    case 'reset before':
    case 'reset after':
      response.socket?.resetAndDestroy();
      return;
    case 'stall before':
    case 'stall after':
    case 'late':
      return; // whoever waits gives up
    case 'half an answer':
      if (reply) half(response, reply);
      return;
    default:
      answer(response, ANSWERS[fault]);
  }
}

const ANSWERS = {
  '500': json(500, { code: 1000, errorMessage: 'internal error' }),
  '503': html(503),
  '502 after': html(502),
  '429': THROTTLED,
  'a web page': html(200),
  'a web page after': html(200),
  'JSON of somebody else': json(200, { ok: 'yes', code: '0', error: 'false' }),
  'an empty object': json(200, {}),
} as const satisfies Partial<Record<FaultName, Reply>>;

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  const ofTheBody = Object.entries(headers).filter(([name]) => !PER_HOP.has(name));
  response.writeHead(status, { ...Object.fromEntries(ofTheBody), 'content-length': body.length });
  response.end(body);
}

function half(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Math.max(2, body.length) });
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
