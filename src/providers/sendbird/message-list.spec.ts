import { runPlan } from '../../../test/support/vendor/run-plan';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import { getMessages } from './message-list';

const target = { connection: 'main', channelType: 'group', channelId: 'c/1' } as const;

const plan = (
  messageIds: readonly string[],
  more: { dialect?: 'sorted' | 'legacy'; keys?: readonly string[] } = {},
) => {
  const { dialect = 'sorted', keys } = more;
  const call = { target, options: {}, strict: false, messageIds, ...(keys && { keys }) };
  return getMessages(dialect, call);
};
const message = (id: number, ...keys: string[]) => ({
  message_id: id,
  sorted_metaarray: keys.map((key) => ({ key, value: [`${key}${id}`] })),
});
const list = (...messages: unknown[]) => ({ messages });
const error = (code: ErrorCode) => new GatewayError(code, code);

const VIEW = '/v3/group_channels/c%2F1/messages/';
const LIST = '/v3/group_channels/c%2F1/messages?';
/** `list 5` for a list around message 5, `view 5`, `channel` for the list that names no message. */
const shorten = (path: string) =>
  path
    .replace(`${LIST}message_ts=1&prev_limit=0&next_limit=0`, 'channel')
    .replace(/^.*message_id=(\d+)&.*$/, 'list $1')
    .replace(VIEW, 'view ')
    .replace(/\?.*$/, '');

/** The calls of a plan in short, and how each message ended, by id. */
function run(reading: ReturnType<typeof plan>, ...payloads: readonly unknown[]) {
  const { requests, reply } = runPlan<Reply>(reading, ...payloads);
  const ends = reply?.messages?.map((one) => [
    one.messageId,
    'error' in one ? one.error.code : one.entries.flatMap(({ values }) => values).join(),
  ]);
  return {
    calls: requests.map(({ path }) => shorten(path)),
    ends: ends && (Object.fromEntries(ends) as Record<string, string>),
    requests,
  };
}

it('lists the messages around the middle one in one call', () => {
  const { calls, ends, requests } = run(
    plan(['3', '1', '2']),
    list(message(1, 'a'), message(2), message(3, 'a', 'b'), message(4, 'a')),
  );
  expect(requests[0]).toMatchObject({
    method: 'GET',
    path: `${LIST}message_id=2&prev_limit=200&next_limit=200&with_sorted_meta_array=true`,
    route: '/v3/group_channels/{channel_url}/messages',
    effect: 'read',
    draws: [{ quota: 'message.list', tokens: 1 }],
  });
  expect(calls).toEqual(['list 2']);
  expect(ends).toEqual({ 1: 'a1', 2: '', 3: 'a3,b3' });
});

it('asks for the older form too in the legacy dialect, and reads it', () => {
  const { requests, ends } = run(
    plan(['1', '2'], { dialect: 'legacy' }),
    list({ message_id: 1, metaarray: { a: ['x'] } }, message(2, 'b')),
  );
  expect(requests[0]?.path).toMatch(/with_sorted_meta_array=true&with_meta_array=true$/);
  expect(ends).toEqual({ 1: 'x', 2: 'b2' });
});

it('selects keys', () => {
  const { ends } = run(plan(['1', '2'], { keys: ['b'] }), list(message(1, 'a', 'b'), message(2)));
  expect(ends).toEqual({ 1: 'b1', 2: '' });
});

it('reads a single message alone', () => {
  expect(run(plan(['7']), message(7, 'a'))).toMatchObject({ calls: ['view 7'], ends: { 7: 'a7' } });
});

it('reads earlier and later messages that are missing around others of them', () => {
  const { calls, ends } = run(
    plan(['1', '2', '50', '98', '99', '100']),
    list(message(98)),
    list(message(1), message(2)),
    message(50),
    list(message(99), message(100)),
  );
  expect(calls).toEqual(['list 98', 'list 2', 'view 50', 'list 100']);
  expect(Object.keys(ends ?? {})).toHaveLength(6);
});

it('takes an unknown anchor for missing, once the channel is known to exist', () => {
  const { calls, ends } = run(
    plan(['1', '2', '3', '4']),
    error('target-not-found'),
    list(),
    list(message(1), message(2)),
    message(4),
  );
  expect(calls).toEqual(['list 3', 'channel', 'list 2', 'view 4']);
  expect(ends).toEqual({ 1: '', 2: '', 3: 'target-not-found', 4: '' });
});

it('asks for no more messages of an unknown channel', () => {
  const { calls, ends } = run(
    plan(['1', '2', '3']),
    error('target-not-found'),
    error('target-not-found'),
  );
  expect(calls).toEqual(['list 2', 'channel']);
  expect(Object.values(ends ?? {})).toEqual(Array(3).fill('target-not-found'));
});

it('reads the anchor alone where the list around it lacks it', () => {
  const { calls, ends } = run(plan(['1', '2']), list(message(1)), error('target-not-found'));
  expect(calls).toEqual(['list 2', 'view 2']);
  expect(ends).toEqual({ 1: '', 2: 'target-not-found' });
});

it.each(['upstream-not-enabled', 'upstream-refused', 'upstream-malformed'] as const)(
  'reads one by one where the list is %s',
  (code) => {
    const { calls, ends } = run(
      plan(['1', '2', '3']),
      error(code),
      message(2),
      message(1),
      message(3),
    );
    expect(calls).toEqual(['list 2', 'view 2', 'view 1', 'view 3']);
    expect(ends).toEqual({ 1: '', 2: '', 3: '' });
  },
);

it.each(['quota-exhausted', 'upstream-unavailable', 'upstream-auth-failed'] as const)(
  'asks for nothing more after %s',
  (code) => {
    const { calls, ends } = run(plan(['1', '2', '3']), list(message(2)), error(code));
    expect(calls).toEqual(['list 2', 'view 1']);
    expect(ends).toEqual({ 1: code, 2: '', 3: code });
  },
);

it('keeps the fault of one message to it', () => {
  const malformed = { message_id: 1, sorted_metaarray: [{ key: 1 }] };
  const { ends } = run(plan(['x', '1', '2']), list(malformed, message(2, 'a'), 'nonsense'));
  expect(ends).toEqual({ x: 'provider-limit', 1: 'upstream-malformed', 2: 'a2' });
});

it('refuses before a call where a key breaks a rule, or each id does', () => {
  for (const refused of [plan(['1', '2'], { keys: ['k'.repeat(81)] }), plan(['x', 'y'])])
    expect(() => refused.next()).toThrow(
      expect.objectContaining({ code: 'provider-limit' }) as Error,
    );
});

it('reads ids alone that a number of JSON does not hold exactly', () => {
  const id = '9007199254740993';
  const { calls, ends } = run(
    plan(['1', id]),
    list(message(1), message(Number(id))),
    message(7, 'a'),
  );
  expect(calls).toEqual([`list ${id}`, `view ${id}`]);
  expect(ends).toEqual({ 1: '', [id]: 'a7' });
});
