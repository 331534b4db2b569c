import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { weigh, type Weight } from './weights';

/** In milliseconds. The jitter is added to each direction, evenly distributed. */
export interface VendorSettings {
  readonly rttMs: number;
  readonly jitterMs: number;
}

/** One call at the moment at which the vendor counts it. */
export interface VendorArrival {
  /** The first segment of the base URL's path. */
  readonly account: string;
  /** Unix milliseconds with fractions, from a monotonic clock. */
  readonly atMs: number;
  /** Time from the signature, if it tells it, to the vendor's count; a lease has to be longer. */
  readonly travelMs: number;
  /** Time from the receipt to the reply: the round trip. */
  readonly heldMs: number;
  readonly draws: readonly Weight[];
}

/**
 * A vendor that accepts every call, regardless of quotas, and records when each arrived. The message
 * `report` returns the arrivals since the last report.
 */
const { rttMs, jitterMs } = JSON.parse(process.argv[2] ?? '{}') as VendorSettings;
const arrivals: VendorArrival[] = [];

const nowMs = (): number => performance.timeOrigin + performance.now();

async function simulateTravel(): Promise<void> {
  const waitMs = rttMs / 2 + Math.random() * jitterMs;
  if (waitMs > 0) await sleep(waitMs);
}

async function textOf(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** @returns the body of a success of the API that was called */
async function handle(call: IncomingMessage): Promise<object> {
  const receivedMs = nowMs();
  const [, account = '', ...rest] = (call.url ?? '').split('/');
  const path = `/${rest.join('/')}`;
  const draws = weigh(path, await textOf(call));
  await simulateTravel();
  const atMs = nowMs();
  await simulateTravel();
  const travelMs = atMs - Number(call.headers.timestamp ?? receivedMs);
  arrivals.push({ account, atMs, travelMs, heldMs: nowMs() - receivedMs, draws });
  if (path.startsWith('/v4/group_open_http_svc/'))
    return { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };
  return { code: path.startsWith('/v4/') ? 0 : 200 };
}

const server = createServer({ keepAliveTimeout: 65_000 }, (call, answer) => {
  handle(call).then(
    (body) => answer.end(JSON.stringify(body)),
    () => answer.destroy(),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('message', () => {
  process.send?.(arrivals.splice(0));
});
process.on('disconnect', () => process.exit());
