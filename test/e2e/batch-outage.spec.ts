/** Batches during an outage of a vendor, at whose address no server listens. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../src/sandbox/nexconn';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { readLines, openBatchStream } from '../support/gateway/batch-stream';
import { findClosedPort } from '../support/vendor/closed-port';

interface Line {
  readonly id?: string;
  readonly status?: number;
  readonly problem?: { readonly code: string; readonly applied?: string };
  readonly done?: true;
}

type Batch = ReturnType<typeof openBatchStream>;

interface Outage {
  readonly gateway: TestGateway;
  /** Sends a whole batch. */
  readonly open: (operations: readonly object[], headers?: Record<string, string>) => Batch;
  /** Ends the outage. */
  readonly startVendor: () => Promise<void>;
  /** The number of calls that the vendor has received since then. */
  readonly arrivals: () => Promise<number>;
}

/** A test with a gateway and a vendor of its own, so that the tests wait side by side. */
const withOutage = (test: (outage: Outage) => Promise<void>) => async (): Promise<void> => {
  const port = await findClosedPort();
  const url = `http://127.0.0.1:${port}`;
  const gateway = await startGateway({
    connections: {
      away: { provider: 'nexconn', baseUrls: [url] },
      here: { provider: 'sendbird' },
    },
  });
  let vendor: RunningSandbox | undefined;
  const outage: Outage = {
    gateway,
    open(operations, headers = {}) {
      const batch = openBatchStream(gateway.url, headers);
      batch.send(operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''));
      batch.finish();
      return batch;
    },
    async startVendor() {
      vendor = await startSandbox({ vendor: nexconnSandbox(), port });
      await fetch(`${url}/_sandbox/settings`, {
        method: 'PUT',
        body: JSON.stringify({ unknowns: { checkChannel: false } }),
      });
    },
    async arrivals() {
      const answer = await fetch(`${url}/_sandbox/arrivals`);
      return ((await answer.json()) as { arrivals: object[] }).arrivals.length;
    },
  };
  try {
    await test(outage);
  } finally {
    await gateway.close();
    await vendor?.close();
  }
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

/** Yields the lines of the reply without progress lines. */
async function* readResults(batch: Batch): AsyncGenerator<Line> {
  for await (const line of readLines<Line>(await batch.answer()))
    if (!('progress' in line)) yield line;
}

const many = Array.from({ length: 40 }, (_, index) => set(String(index)));
const onOne = ['p', 'q', 'r'].map((id) => set(id, 'tjw3zbMrU', 'k'));

it.concurrent(
  'retries until the vendor is available, while other connections go on',
  withOutage(async ({ gateway, open, startVendor }) => {
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
  }),
);

it.concurrent(
  'retries no longer than the caller waits',
  withOutage(async ({ open }) => {
    const results: Line[] = [];
    for await (const line of readResults(open(many, { Prefer: 'wait=2' }))) results.push(line);
    expect(results.at(-1)).toEqual({ done: true, succeeded: 0, failed: 40 });
    for (const { problem } of results.slice(0, -1))
      expect(problem).toMatchObject({ code: 'upstream-unavailable', applied: 'no' });
  }),
);

it.concurrent(
  'stops retries after a disconnect',
  withOutage(async ({ open, startVendor, arrivals }) => {
    const batch = open([...many, ELSEWHERE]);
    await readResults(batch).next();
    batch.disconnect();
    await sleep(200);
    await startVendor();
    await sleep(6_000); // longer than a circuit stays open
    expect(await arrivals()).toBe(0);
  }),
);

it.concurrent(
  'stops retries when the replica shuts down',
  withOutage(async ({ gateway, open }) => {
    const lines = readResults(open([...many, ELSEWHERE]));
    await lines.next();
    const closing = gateway.close();
    const results: Line[] = [];
    for await (const line of lines) results.push(line);
    expect(results.at(-1)).toEqual({ done: true, succeeded: 1, failed: 40 });
    await closing;
  }),
);
