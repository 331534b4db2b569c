import {
  COMMUNITY,
  GROUP,
  OPEN,
  createAdapter,
  entries,
  entry,
  keysOf,
  planOf,
} from '../../../test/support/vendor/nexconn-plans';
import { runPlan } from '../../../test/support/vendor/run-plan';
import { GatewayError } from '../../core/gateway-error';

const SUCCESS = { code: 0 };

describe('the requests of a plan', () => {
  it.each([
    ['message.set', { target: GROUP, entries: entries(201) }, [100, 100, 1], [1, 1, 1]],
    ['message.delete', { target: GROUP, keys: keysOf(101) }, [100, 1], [1, 1]],
    ['channel.set', { target: OPEN, entries: entries(41) }, [20, 20, 1], [20, 20, 1]],
    ['channel.delete', { target: OPEN, keys: keysOf(21) }, [20, 1], [20, 1]],
  ] as const)('have a limited number of keys: %s', (operation, call, keyCounts, tokens) => {
    const { requests } = runPlan(planOf(operation, call), SUCCESS, SUCCESS, SUCCESS);
    expect(requests.map(({ keys }) => keys?.length)).toEqual(keyCounts);
    expect(requests.map(({ draws }) => draws[0]?.tokens)).toEqual(tokens);
  });

  it('have as many community pairs as the connection allows', () => {
    const call = { target: COMMUNITY, entries: entries(45) };
    const sizes = (communityPairs?: number) => {
      const plan = planOf('message.set', call, 'classic', { communityPairs });
      const { requests } = runPlan(plan, SUCCESS, SUCCESS);
      return requests.map(({ keys }) => keys?.length);
    };
    expect([sizes(), sizes(20)]).toEqual([[45], [20, 20, 5]]);
    const { mergeLimits } = createAdapter('classic', { communityPairs: 20 });
    expect(mergeLimits['message.set']).toBe(20);
  });

  it('of a read have at most 100 keys', () => {
    const reply = { code: 200, keys: [] };
    const plan = planOf('channel.get', { target: OPEN, keys: keysOf(100).concat('last') });
    const { requests } = runPlan(plan, reply, reply);
    expect(requests.map(({ body }) => body?.split('keys=').length)).toEqual([101, 2]);
  });
});

describe('a delete', () => {
  const absent = new GatewayError('entry-not-found', 'absent');

  it.each([
    ['message.delete', GROUP, 100, { code: 0, result: { metadata: [{ key: 'k7', value: 'v' }] } }],
    ['channel.delete', OPEN, 20, { code: 200, keys: [{ key: 'k7', value: 'v' }] }],
  ] as const)(
    'deletes the keys that remain, part by part: %s',
    (operation, target, most, found) => {
      const plan = planOf(operation, { target, keys: keysOf(most + 1) });
      const { requests, reply } = runPlan(plan, absent, found, SUCCESS, absent);
      expect(requests.map(({ effect, keys }) => [effect, keys?.length])).toEqual([
        ['idempotent', most],
        ['read', undefined],
        ['idempotent', 1],
        ['idempotent', 1],
      ]);
      expect(requests.slice(2).map(({ keys }) => keys)).toEqual([['k7'], [`k${most}`]]);
      expect(reply).toEqual({});
    },
  );

  it('reads nothing where each key has a call of its own', () => {
    const call = { target: OPEN, keys: ['a', 'b'], options: { force: false } };
    const { requests, reply } = runPlan(planOf('channel.delete', call), absent, absent);
    expect(requests.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
    expect(reply).toEqual({});
  });

  it('ends after any other failure', () => {
    const plan = planOf('message.delete', { target: GROUP, keys: keysOf(101) });
    const refused = new GatewayError('upstream-refused', 'refused');
    expect(() => runPlan(plan, refused)).toThrow(refused);
  });
});

describe('before the first request, a plan refuses', () => {
  it.each([
    ['a set without an actor', 'message.set', { entries: [entry('a')], actorId: undefined }],
    ['a delete without an actor', 'channel.delete', { keys: ['a'], actorId: undefined }],
    ['a key with a space', 'message.set', { entries: [entry('a b')] }],
    ['a key of 33 characters', 'message.set', { entries: [entry('k'.repeat(33))] }],
    ['a value of 4,097 characters', 'message.set', { entries: [entry('a', 'v'.repeat(4_097))] }],
    ['two values under a key', 'message.set', { entries: [{ key: 'a', values: ['1', '2'] }] }],
    ['301 keys', 'message.set', { entries: entries(301) }],
    ['several writes with handling=strict', 'message.set', { entries: entries(101), strict: true }],
    ['a strict delete of 101 keys', 'message.delete', { keys: keysOf(101), strict: true }],
    ['an invalid cursor', 'message.get', { cursor: '0' }],
    ['a cursor of a channel', 'channel.get', { cursor: '2' }],
    ['a key of 129 characters', 'channel.get', { keys: ['k'.repeat(129)] }],
  ] as const)('%s', (_, operation, call) => {
    const target = operation.startsWith('channel') ? OPEN : GROUP;
    expect(() => runPlan(planOf(operation, { target, ...call }))).toThrow(GatewayError);
  });

  it('nothing at its limits', () => {
    const call = { target: GROUP, entries: [entry('k'.repeat(32), 'v'.repeat(4_096))] };
    expect(runPlan(planOf('message.set', call)).requests).toHaveLength(1);
    const channel = { target: OPEN, entries: [entry('k'.repeat(128), 'v'.repeat(4_096))] };
    expect(runPlan(planOf('channel.set', channel)).requests).toHaveLength(1);
  });
});

it('declares how its operations may be locked and merged', () => {
  const { lockedOperations, mergeLimits, vendorAccountId } = createAdapter();
  expect(vendorAccountId).toBe('key');
  expect(lockedOperations).toEqual([]);
  expect(mergeLimits).toEqual({
    'message.set': 100,
    'message.delete': 100,
    'channel.set': 'same-keys',
    'channel.delete': 'same-keys',
  });
});

it('adds a signature over secret, nonce and timestamp', () => {
  const [request] = runPlan(planOf('channel.get', { target: OPEN })).requests;
  if (request === undefined) throw new Error('The plan has no request.');
  const signed = createAdapter().sign(request, {
    nowMs: 1_585_127_132_438,
    nonce: '14314',
    requestId: 'an-id',
  });
  expect(signed).toEqual({
    method: 'POST',
    path: '/chatroom/entry/query.json',
    headers: {
      'App-Key': 'key',
      Nonce: '14314',
      Timestamp: '1585127132438',
      Signature: '61e2bb7284f4eee643cdc8dd2d28e9e40f8cf149',
      'X-Request-ID': 'an-id',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'chatroomId=room%2F1',
    vendorRequestId: 'an-id',
  });
});
