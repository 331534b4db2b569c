import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call, json, type RawReply, set, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startCaptured();
});
afterEach(() => sandbox.close());

const OPEN = '/v3/open_channels/ch%20url%2F1%2C%C3%A9';
const GROUP = '/v3/group_channels/ch%20url%2F1%2C%C3%A9';

const statusesOf = async (count: number, act: () => Promise<RawReply>) =>
  (await Promise.all(Array.from({ length: count }, act))).map(({ status }) => status);
const put = (path: string) => () =>
  call(sandbox, 'PUT', `${path}/metadata`, { metadata: { a: 'b' }, upsert: true });
const arrivals = async () => {
  const reply = json(await call(sandbox, 'GET', '/_sandbox/arrivals'));
  return (reply as { arrivals: readonly { quotas: Readonly<Record<string, number>> }[] }).arrivals;
};

/** Longer than a test, so that no window ends during it. */
const MINUTE_MS = 60_000;
const setLimit = (name: string, limit: number) =>
  set(sandbox, { quotas: { [name]: { limit, windowMs: MINUTE_MS } } });

it('limits updates to those of the free plan, for both channel types together', async () => {
  await set(sandbox, { plan: 'free-trial' });
  await set(sandbox, { quotas: { 'channel-metadata.update': { windowMs: MINUTE_MS } } });
  const answers = [...(await statusesOf(3, put(OPEN))), ...(await statusesOf(4, put(GROUP)))];
  expect(answers.filter((status) => status === 200)).toHaveLength(5);
  expect(answers.filter((status) => status === 429)).toHaveLength(2);
});

it('limits open and group channels separately if the setting says so', async () => {
  await setLimit('channel-metadata.update', 2);
  await setLimit('channel-metadata.update.open-channels', 2);
  await set(sandbox, { unknowns: { rateLimitScope: 'route-and-channel-type' } });
  expect(await statusesOf(2, put(OPEN))).toEqual([200, 200]);
  expect(await statusesOf(2, put(GROUP))).toEqual([200, 200]);
  expect(await statusesOf(1, put(OPEN))).toEqual([429]);
});

it('counts all calls with a method together if the setting says so', async () => {
  await setLimit('put', 3);
  await set(sandbox, { unknowns: { rateLimitScope: 'method' } });
  const counters = () =>
    call(sandbox, 'PUT', `${OPEN}/metacounter`, { metacounter: { a: 1 }, upsert: true });
  expect(await statusesOf(2, put(OPEN))).toEqual([200, 200]);
  expect(await statusesOf(2, counters)).toEqual([200, 429]);
  expect(await statusesOf(1, put(GROUP))).toEqual([429]);
  expect((await arrivals()).map(({ quotas }) => quotas)).toEqual(Array(5).fill({ put: 1 }));
  const post = () => call(sandbox, 'POST', '/v3/group_channels', {});
  await post(); // a stricter endpoint keeps its own quota
  expect((await arrivals()).at(-1)?.quotas).toEqual({ 'group-channel.create': 1 });
});

it('states the wait in fractional seconds', async () => {
  await setLimit('channel-metadata.update', 1);
  await put(OPEN)();
  const reply = await put(OPEN)();
  expect(reply.status).toBe(429);
  expect(json(reply)).toEqual({
    message: expect.stringMatching(
      /^Too many requests \(scope: app, limit: 1;w=60, remaining: 0, retry_after: \d+\.\d+s, reset: \d+\.\d+s\)$/,
    ),
    code: 500910,
    error: true,
  });
  const wait = Number(reply.headers.get('x-ratelimit-retryafter'));
  expect(wait).toBeGreaterThan(50);
  expect(wait).toBeLessThanOrEqual(60);
  expect(reply.headers.get('x-ratelimit-limit')).toBe('1;w=60');
  expect(reply.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(reply.headers.has('retry-after')).toBe(false);
});

it('sends the headers with every counted reply, including errors', async () => {
  await setLimit('channel-metadata.get', 10);
  const first = await call(sandbox, 'GET', `${OPEN}/metadata`);
  expect(first.headers.get('x-ratelimit-remaining')).toBe('9');
  const second = await call(sandbox, 'GET', '/v3/open_channels/none/metadata');
  expect(second.status).toBe(400);
  expect(second.headers.get('x-ratelimit-remaining')).toBe('8');
});

it('sends the headers with 429 only if the setting says so', async () => {
  await setLimit('channel-metadata.get', 1);
  await set(sandbox, { unknowns: { rateLimitHeaders: 'on-429' } });
  const view = () => call(sandbox, 'GET', `${OPEN}/metadata`);
  const [first, second] = [await view(), await view()];
  expect([first.status, first.headers.has('x-ratelimit-limit')]).toEqual([200, false]);
  expect([second.status, second.headers.has('x-ratelimit-retryafter')]).toEqual([429, true]);
});

it('refills like a leaky bucket with gcra', async () => {
  await set(sandbox, { window: 'gcra' });
  await setLimit('message.get', 2);
  const view = () => call(sandbox, 'GET', `${OPEN}/messages/640903435`);
  expect(await statusesOf(2, view)).toEqual([200, 200]);
  const { headers, status } = await view();
  const wait = Number(headers.get('x-ratelimit-retryafter'));
  const reset = Number(headers.get('x-ratelimit-reset'));
  expect(status).toBe(429);
  expect(reset - wait).toBeCloseTo(30, 6); // window less window/limit, as in the observed message
});

it('draws nothing for other resources', async () => {
  await call(sandbox, 'GET', '/v3/users/u');
  await call(sandbox, 'GET', '/v3/users/u/metadata');
  expect((await arrivals()).map(({ quotas }) => quotas)).toEqual([{}, {}]);
});

it('draws one token from the quota of the method and route', async () => {
  const calls: readonly (readonly [string, string, unknown, string])[] = [
    ['POST', `${OPEN}/metadata`, {}, 'channel-metadata.create'],
    ['GET', `${OPEN}/metadata/a`, undefined, 'channel-metadata.get'],
    ['PUT', `${OPEN}/metadata/a`, {}, 'channel-metadata.update'],
    ['DELETE', `${OPEN}/metadata`, undefined, 'channel-metadata.delete'],
    ['POST', `${GROUP}/metacounter`, {}, 'metacounter.create'],
    ['GET', `${GROUP}/metacounter`, undefined, 'metacounter.get'],
    ['PUT', `${GROUP}/metacounter/a`, {}, 'metacounter.update'],
    ['DELETE', `${GROUP}/metacounter/a`, undefined, 'metacounter.delete'],
    ['POST', `${GROUP}/messages/1/metaarray`, {}, 'metaarray.add'],
    ['POST', `${GROUP}/messages/1/sorted_metaarray`, {}, 'metaarray.add'],
    ['PUT', `${GROUP}/messages/1/metaarray`, {}, 'metaarray.update'],
    ['PUT', `${GROUP}/messages/1/sorted_metaarray`, {}, 'metaarray.update'],
    ['DELETE', `${GROUP}/messages/1/metaarray`, undefined, 'metaarray.delete'],
    ['DELETE', `${GROUP}/messages/1/sorted_metaarray`, undefined, 'metaarray.delete'],
    ['GET', `${GROUP}/messages/1`, undefined, 'message.get'],
    ['GET', `${GROUP}/messages`, undefined, 'message.list'],
    ['GET', `${GROUP}/messages/total_count`, undefined, 'message.count'],
    ['POST', `${GROUP}/messages`, {}, 'message.send'],
    ['POST', '/v3/group_channels', {}, 'group-channel.create'],
    ['POST', '/v3/open_channels', {}, 'open-channel.create'],
    ['GET', OPEN, undefined, 'channel.get'],
    ['DELETE', `${OPEN}/messages/1`, undefined, 'message.delete'],
  ];
  for (const [method, path, body] of calls) await call(sandbox, method, path, body);
  expect((await arrivals()).map(({ quotas }) => quotas)).toEqual(
    calls.map(([, , , quota]) => ({ [quota]: 1 })),
  );
});
