import type { SetCall } from '../../core/operation';
import { errorOf } from '../../../test/support/vendor/error-of';
import { describeRequest, runPlan } from '../../../test/support/vendor/run-plan';
import { serverToken } from './auth';
import { deleteChannel, getChannel, setChannel } from './channel';
import { readPayload } from './errors';
import { deleteMessage, setMessage } from './message';
import { StreamSettings } from './settings';

const settings = Object.assign(new StreamSettings(), { apiKey: 'k', apiSecret: 's' });
const target = { connection: 'c', channelType: 'group', channelId: 'a/b', messageId: 'm' } as const;
const call = { target, options: {}, strict: false, actorId: 'ada' };
const set = (more: Partial<SetCall> = {}): SetCall => ({
  ...call,
  entries: [{ key: 'k', values: ['v'] }],
  isKeyInPath: false,
  ...more,
});
const linesOf = (run: { readonly requests: Parameters<typeof describeRequest>[0][] }) =>
  run.requests.map(describeRequest);

it('signs as the documented test vector', () => {
  expect(serverToken('sandbox-api-secret')).toBe(
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXIiOnRydWV9.CpgiuEiKPnUq2cBHeb_00ekhKNHZ7Act5TcE15PLbTM',
  );
});

it('sets and deletes in one request', () => {
  const { requests } = runPlan(setChannel(settings, set({ deletes: ['old'] })));
  expect(linesOf({ requests: [...requests] })).toEqual([
    'PATCH /channels/messaging/a%2Fb {"set":{"k":"v"},"unset":["old"]} | idempotent | k,old | 1 channel.update-partial',
  ]);
});

it('deletes all keys until a reply shows none', () => {
  const channel = { cid: 'messaging:a/b' };
  const { requests, reply } = runPlan(
    deleteChannel(settings, { ...call, keys: 'all' }),
    { channel: { ...channel, a: '1' } },
    { channel: { ...channel, b: '2' } },
    { channel },
  );
  expect(requests.map(({ body }) => body)).toEqual([
    undefined,
    '{"unset":["a"]}',
    '{"unset":["b"]}',
  ]);
  expect(reply).toEqual({});
});

it.each([
  ['channel', deleteChannel, { channel: { cid: 'messaging:a/b', 'a.b': 1, c: 2 } }],
  ['message', deleteMessage, { message: { cid: 'messaging:a/b', c: 2, 'a.b': 1 } }],
])('deletes nothing of a %s that has a key which it cannot delete', (_, plan, found) => {
  const error = errorOf(() => runPlan(plan(settings, { ...call, keys: 'all' }), found));
  expect(error).toMatchObject({
    code: 'unsupported-by-provider',
    message: expect.stringContaining('the key "a.b"'),
  });
});

it('reads with a filter, and never with the request that creates channels', () => {
  const query = Object.assign(new StreamSettings(), { channelRead: 'query' });
  const run = () => runPlan(getChannel(query, call), { channels: [] });
  expect(run).toThrow('the channel does not exist');
  const { requests } = runPlan(getChannel(query, call));
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/channels', effect: 'read' });
});

it('writes nothing to a message of another channel', () => {
  const message = { cid: 'messaging:other' };
  expect(() => runPlan(setMessage(settings, set()), { message })).toThrow('in another channel');
});

it('reads other types as their JSON text, and custom data in an object', () => {
  const channel = { cid: 'messaging:a/b', n: 1, o: { x: null }, l: ['a', 'b'], custom: { c: 'd' } };
  expect(runPlan(getChannel(settings, call), { channel }).reply?.entries).toEqual([
    { key: 'n', values: ['1'] },
    { key: 'o', values: ['{"x":null}'] },
    { key: 'l', values: ['a', 'b'] },
    { key: 'c', values: ['d'] },
  ]);
});

it.each(['text', 'custom', 'a.b', '$a'])('refuses the key %s before any request', (key) => {
  expect(() => runPlan(setMessage(settings, set({ entries: [{ key, values: ['v'] }] })))).toThrow(
    'must not',
  );
});

it('takes the time from Date to the reset for the cooldown, and the word unrecoverable', () => {
  const reply = {
    status: 429,
    headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-ratelimit-reset': '1767225660' },
    body: '{"code":9,"StatusCode":429,"message":"k s","unrecoverable":true}',
  };
  expect(errorOf(() => readPayload(settings, {}, reply))).toMatchObject({
    code: 'upstream-throttled',
    details: { retryAfterMs: 60_000, isFinal: true, upstream: { message: '*** ***' } },
  });
});
