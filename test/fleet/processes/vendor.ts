import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { weigh, type Weight } from './weights';

/** Milliseconds. The jitter comes on top of either way, evenly distributed. */
export interface VendorSettings {
  readonly rttMs: number;
  readonly jitterMs: number;
}

/** One call at the moment at which the vendor counts it. */
export interface VendorArrival {
  /** The first segment of the base URL's path. */
  readonly account: string;
  /** Milliseconds of Unix time, with fractions, that only ever grow. */
  readonly atMs: number;
  /** From the signature until here: what a lease has to outlast. */
  readonly onItsWayMs: number;
  /** From receipt until the answer: the round trip as the caller's side sees it. */
  readonly heldMs: number;
  readonly draws: readonly Weight[];
}

/**
 * A vendor that answers everything, whatever its quotas, and remembers what reached it when. Told
 * `report` it hands over everything since the last report.
 */
const { rttMs, jitterMs } = JSON.parse(process.argv[2] ?? '{}') as VendorSettings;
const arrivals: VendorArrival[] = [];

const nowMs = (): number => performance.timeOrigin + performance.now();

async function travel(): Promise<void> {
  const waitMs = rttMs / 2 + Math.random() * jitterMs;
  if (waitMs > 0) await sleep(waitMs);
}

async function textOf(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** @returns the code of success of either API generation */
async function take(call: IncomingMessage): Promise<number> {
  const receivedMs = nowMs();
  const [, account = '', ...rest] = (call.url ?? '').split('/');
  const path = `/${rest.join('/')}`;
  const draws = weigh(path, await textOf(call));
  await travel();
  const atMs = nowMs();
  await travel();
  const onItsWayMs = atMs - Number(call.headers.timestamp);
  arrivals.push({ account, atMs, onItsWayMs, heldMs: nowMs() - receivedMs, draws });
  return path.startsWith('/v4/') ? 0 : 200;
}

const server = createServer({ keepAliveTimeout: 65_000 }, (call, answer) => {
  take(call).then(
    (code) => answer.end(JSON.stringify({ code })),
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
