import { createHash } from 'node:crypto';
import type { Access } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { readEvents, type ServerEvent } from '../support/gateway/read-events';

const MESSAGE =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const CLOSE = { Connection: 'close' };

const apiKey = (
  client: string,
  connections: readonly string[],
  access: readonly Access[] = ['read', 'write'],
) => ({
  client,
  grants: [{ connections, access }],
  weight: 1,
  sha256: createHash('sha256').update(`${client}-key`).digest('hex'),
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    settings: {
      auth: {
        issuers: [],
        apiKeys: [
          apiKey('all', ['*']),
          apiKey('one', ['sendbird-sandbox']),
          apiKey('operator', ['*'], ['read', 'operate']),
          apiKey('lessee', ['*'], ['lease', 'operate']),
        ],
      },
    },
  });
});
afterAll(() => gateway.close());

const all = { Authorization: 'Bearer all-key' };
const one = { Authorization: 'Bearer one-key' };
const open = (
  headers: Readonly<Record<string, string>>,
  query = '?follow=true',
  url = gateway.url,
) => fetch(`${url}/v1/events${query}`, { headers });

interface Sample {
  readonly atMs: number;
  readonly connections: readonly (Record<string, unknown> & { name: string; quotas: number[][] })[];
}
interface ConnectionsEvent {
  readonly quotaFigures: readonly string[];
  readonly connections: readonly { name: string; quotas: readonly { name: string }[] }[];
}

/** The first sample that passes the test. Closes the response. */
async function firstSample(response: Response, test: (sample: Sample) => boolean): Promise<Sample> {
  for await (const { event, data } of readEvents(response))
    if (event === 'sample' && test(data as Sample)) return data as Sample;
  throw new Error('The stream ended without such a sample.');
}
const connectionIn = ({ connections }: Sample, name = 'nexconn-sandbox') =>
  connections.find((connection) => connection.name === name);

const isCoolingDown = (connection: ReturnType<typeof connectionIn>): boolean =>
  connection?.quotas.some((figures) => (figures[6] ?? 0) > 0) === true;

async function readAll(response: Response): Promise<ServerEvent[]> {
  const events = [];
  for await (const event of readEvents(response)) events.push(event);
  return events;
}

it('rejects requests without valid credentials', async () => {
  expect((await open({})).status).toBe(401);
  expect((await open({ Authorization: 'Bearer wrong' })).status).toBe(401);
});

it('describes only the connections that the caller may read', async () => {
  const response = await open(one);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = readEvents(response);
  const first = (await events.next()).value as ServerEvent;
  expect(first.event).toBe('connections');
  const { connections } = first.data as ConnectionsEvent;
  expect(connections.map(({ name }) => name)).toEqual(['sendbird-sandbox']);
  const sample = (await events.next()).value as ServerEvent;
  await events.return(undefined);
  expect((sample.data as Sample).connections.map(({ name }) => name)).toEqual(['sendbird-sandbox']);
  expect(JSON.stringify(sample)).not.toContain('nexconn');
});

it('has nothing of a connection without read access', async () => {
  const events = await readAll(await open({ Authorization: 'Bearer lessee-key' }, ''));
  expect(events.map(({ event }) => event)).toContain('sample');
  for (const { data } of events) expect(data).toMatchObject({ connections: [] });
});

it('shows the names of other clients to operators only', async () => {
  const streams = await Promise.all(
    [all, one, { Authorization: 'Bearer operator-key' }].map((headers) => open(headers)),
  );
  const channel = '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1';
  await gateway.call('GET', `${channel}/metadata`, { headers: all }); // of two quotas a token each
  const seen = await Promise.all(
    streams.map(async (stream) => {
      const find = (sample: Sample) => connectionIn(sample, 'sendbird-sandbox')?.clients;
      return find(await firstSample(stream, (sample) => find(sample) !== undefined));
    }),
  );
  const figures = { tokens: 2, granted: 1, waitedMs: expect.any(Number) as unknown, refused: 0 };
  const named = [{ client: 'all', ...figures }];
  expect(seen).toEqual([named, [figures], named]);
});

it('reports tokens, latencies, vendor errors, refusals, merged calls and hosts', async () => {
  const response = await open(all);
  const { sandboxes, call } = gateway;
  const put = (value: string, wait = 5) =>
    call('PUT', `${MESSAGE}/type`, {
      body: { value },
      headers: { ...all, Prefer: `wait=${wait}` },
    });
  const throttleNext = () =>
    sandboxes.nexconn.faults({ route: '/v4/message/metadata/set', kind: 'throttle', times: 1 });
  const beThrottled = async () => {
    await throttleNext();
    await put('throttled', 0);
  };
  await beThrottled();
  const sample = await firstSample(
    response,
    (sample) => connectionIn(sample)?.failed !== undefined,
  );
  const { quotas, ...seen } = connectionIn(sample) ?? { quotas: [] };
  expect(seen).toMatchObject({
    failed: [{ outcome: 'upstream-throttled', code: 1008, count: 1 }],
    calls: { count: 1 },
    waits: { count: 1 },
    fleet: { mode: 'one', replicas: 1 },
    hosts: [{ inUse: true, circuit: 'closed' }],
  });
  expect(quotas.some(([, , resting]) => resting === 1)).toBe(true);

  // the second cooldown in a row lasts 2 s, longer than the time between two samples
  const during = await open(all);
  await throttleNext();
  const later = put('later');
  await firstSample(during, (sample) => isCoolingDown(connectionIn(sample)));
  // after the end of both, so that the calls below have the whole of the next one
  expect((await later).status).toBe(200);
  const next = await open(all);
  await beThrottled();
  const refused = await put('refused', 0);
  const merged = await Promise.all([put('one'), put('two'), put('three')]);
  expect([refused, ...merged].map(({ status }) => status)).toEqual([429, 200, 200, 200]);
  const reasons = new Set<string>();
  const last = await firstSample(next, (sample) => {
    for (const reason of Object.keys(connectionIn(sample)?.refused ?? {})) reasons.add(reason);
    return connectionIn(sample)?.merged !== undefined;
  });
  expect([...reasons]).toEqual(['forecast']);
  expect(connectionIn(last)?.merged).toEqual({ 'message.set': 2 });
});

it('continues after Last-Event-ID, and ends after the recorded samples without follow', async () => {
  const samples = (await readAll(await open(all, ''))).slice(1);
  expect(samples.length).toBeGreaterThan(1);
  const [first, ...rest] = samples.map(({ id }) => id);
  const again = await open({ ...all, 'Last-Event-ID': first ?? '' }, '');
  const later = (await readAll(again)).slice(1).map(({ id }) => id);
  expect(later.slice(0, rest.length)).toEqual(rest);
  expect(later).not.toContain(first);
});

it('answers HEAD and rejects an unknown value of follow', async () => {
  const head = await fetch(`${gateway.url}/v1/events`, { method: 'HEAD', headers: all });
  expect(head.status).toBe(200);
  expect((await open(all, '?follow=maybe')).status).toBe(400);
});

it('limits the streams of a client and admits new ones when others close', async () => {
  const streams = await Promise.all(Array.from({ length: 10 }, () => open({ ...one, ...CLOSE })));
  expect(streams.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const refused = await open(one);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect((await open(all, '')).status).toBe(200);
  for (const { body } of streams) await body?.cancel();
  let status = 503;
  while (status !== 200) {
    const response = await open(one, '');
    await response.text();
    ({ status } = response);
  }
});

it('ends when the gateway shuts down, without delaying it', async () => {
  const own = await startGateway();
  const response = await open({ Authorization: 'Bearer sandbox-key' }, '?follow=true', own.url);
  const events = readEvents(response);
  await events.next();
  const startedMs = performance.now();
  const closing = own.close();
  while (!(await events.next()).done);
  await closing;
  expect(performance.now() - startedMs).toBeLessThan(15_000); // calls under way get 20 s
});
