/** Batches during an outage of a vendor, at whose address no server listens. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../src/sandbox/vendors';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { readLines, openBatchStream } from '../support/gateway/batch-stream';
import { listen } from '../support/vendor/listen';

interface Line {
  readonly id?: string;
  readonly status?: number;
  readonly problem?: { readonly code: string; readonly applied?: string };
  readonly done?: true;
}

let gateway: TestGateway;
let port: number;
let vendor: RunningSandbox | undefined;
beforeEach(async () => {
  vendor = undefined;
  port = await freePort();
  gateway = await startGateway({
    connections: {
      away: { provider: 'nexconn', baseUrls: [`http://127.0.0.1:${port}`] },
      here: { provider: 'sendbird' },
    },
  });
});
afterEach(async () => {
  await gateway.close();
  await vendor?.close();
});

/** A port on which no server listens until the sandbox is started there. */
async function freePort(): Promise<number> {
  const taken = await listen(createServer());
  await taken.close();
  return Number(new URL(taken.url).port);
}

async function startVendor(): Promise<void> {
  const nexconn = SANDBOX_VENDORS.nexconn?.({});
  if (nexconn === undefined) throw new Error('Nexconn has no sandbox.');
  vendor = await startSandbox({ vendor: nexconn, port });
  await fetch(`${vendor.url}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ unknowns: { checkChannel: false } }),
  });
}

const arrivals = async (): Promise<number> => {
  const answer = await fetch(`${vendor?.url ?? ''}/_sandbox/arrivals`);
  return ((await answer.json()) as { arrivals: object[] }).arrivals.length;
};

const PLACE = { connection: 'away', channelType: 'direct', messageId: 'BRGM-DEN2-01E4-BN66' };
/** The sandbox ignores the channel, so that all writes go to one message; each has a key of its own. */
const set = (id: string, channelId = `channel-${id}`, key = `k${id}`) => ({
  id,
  ...PLACE,
  channelId,
  actorId: `actor-${id}`,
  verb: 'set',
  entries: [{ key, value: id }],
});
const ELSEWHERE = {
  id: 'elsewhere',
  connection: 'here',
  channelType: 'open',
  verb: 'get',
  channelId: 'sendbird_open_channel_1',
};

const open = (operations: readonly object[], headers: Record<string, string> = {}) => {
  const batch = openBatchStream(gateway.url, headers);
  batch.send(operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''));
  batch.finish();
  return batch;
};

/** Yields the lines of the reply without progress lines. */
async function* readResults(batch: ReturnType<typeof open>): AsyncGenerator<Line> {
  for await (const line of readLines<Line>(await batch.answer()))
    if (!('progress' in line)) yield line;
}

const many = Array.from({ length: 40 }, (_, index) => set(String(index)));
const onOne = ['p', 'q', 'r'].map((id) => set(id, 'tjw3zbMrU', 'k'));

it('retries until the vendor is available, while other connections go on', async () => {
  const lines = readResults(open([...many, ...onOne, ELSEWHERE]));
  expect((await lines.next()).value).toMatchObject({ id: 'elsewhere', status: 200 });
  await sleep(1_500);
  await startVendor();
  const results: Line[] = [];
  for await (const line of lines) results.push(line);
  expect(results.at(-1)).toEqual({ done: true, succeeded: 44, failed: 0 });
  const path = `channels/direct/tjw3zbMrU/messages/${PLACE.messageId}/metadata/k`;
  const { body } = await gateway.call('GET', `/v1/connections/away/${path}`);
  expect(body).toMatchObject({ value: 'r' }); // in their order, despite retries
});

it('retries no longer than the caller waits', async () => {
  const results: Line[] = [];
  for await (const line of readResults(open(many, { Prefer: 'wait=2' }))) results.push(line);
  expect(results.at(-1)).toEqual({ done: true, succeeded: 0, failed: 40 });
  for (const { problem } of results.slice(0, -1))
    expect(problem).toMatchObject({ code: 'upstream-unavailable', applied: 'no' });
});

it('stops retries after a disconnect', async () => {
  const batch = open([...many, ELSEWHERE]);
  await readResults(batch).next();
  batch.disconnect();
  await sleep(200);
  await startVendor();
  await sleep(6_000); // longer than a circuit stays open
  expect(await arrivals()).toBe(0);
});

it('stops retries when the replica shuts down', async () => {
  const lines = readResults(open([...many, ELSEWHERE]));
  await lines.next();
  const closing = gateway.close();
  const results: Line[] = [];
  for await (const line of lines) results.push(line);
  expect(results.at(-1)).toEqual({ done: true, succeeded: 1, failed: 40 });
  await closing;
  gateway = await startGateway();
});
