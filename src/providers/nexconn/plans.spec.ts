import { describeRequest, runPlan } from '../../../test/support/vendor/run-plan';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import type { OperationName, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { nexconn } from '.';
import { NexconnSettings } from './settings';

type Profile = NexconnSettings['profile'];

function createAdapter(profile: Profile = 'classic') {
  const settings = { appKey: 'key', appSecret: 'test-secret', profile };
  return nexconn.createAdapter(Object.assign(new NexconnSettings(), settings));
}

function planOf(operation: OperationName, call: object, profile?: Profile): Plan<Reply> {
  const plan = createAdapter(profile).plans[operation] as (call: object) => Plan<Reply>;
  return plan({ options: {}, strict: false, actorId: 'actor', isKeyInPath: false, ...call });
}

const DIRECT: Target = {
  connection: 'c',
  channelType: 'direct',
  channelId: 'user',
  messageId: 'm',
};
const GROUP: Target = { ...DIRECT, channelType: 'group', channelId: 'group' };
const COMMUNITY: Target = { ...DIRECT, channelType: 'community', channelId: 'community' };
const SUBCHANNEL: Target = { ...COMMUNITY, subchannelId: 'sub' };
const OPEN: Target = { connection: 'c', channelType: 'open', channelId: 'room/1' };

const entry = (key: string, value = '1') => ({ key, values: [value] });
const entries = (count: number) => Array.from({ length: count }, (_, index) => entry(`k${index}`));
const keysOf = (count: number) => entries(count).map(({ key }) => key);
const METADATA = { code: 0, result: { metadata: [{ key: 'a', value: '1', updatedAt: 1 }] } };
const SUCCESS = { code: 0 };

interface Row {
  readonly operation: OperationName;
  readonly profile?: Profile;
  readonly call: object;
  /** The vendor's replies. */
  readonly payloads?: readonly unknown[];
  readonly requests: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    operation: 'message.get',
    call: { target: DIRECT },
    requests: [
      'POST /v4/channel-type/message/metadata/list {"messageId":"m","page":1} | read | - | 1 message-metadata.list',
    ],
  },
  {
    operation: 'message.get',
    call: { target: SUBCHANNEL, cursor: '2' },
    requests: [
      'POST /v4/community-channel/message/metadata/list {"messageId":"m","channelId":"community","subchannelId":"sub","page":2} | read | - | 1 community-metadata.list',
    ],
  },
  {
    operation: 'message.set',
    call: { target: DIRECT, entries: [entry('a'), entry('b', '')] },
    requests: [
      'POST /v4/message/metadata/set {"messageUID":"m","userId":"actor","channelType":1,"channelId":"user","metadata":{"a":"1","b":""}} | idempotent | a,b | 1 message-metadata.set, 1 direct-message',
    ],
  },
  {
    operation: 'message.set',
    profile: 'current',
    call: { target: GROUP, entries: [entry('a')], options: { echoToActor: true } },
    requests: [
      'POST /v4/channel-type/message/metadata/set {"messageId":"m","userId":"actor","channelType":3,"channelId":"group","metadata":{"a":"1"},"isEchoToSender":1} | idempotent | a | 1 message-metadata.set, 1 group-message',
    ],
  },
  {
    operation: 'message.set',
    call: { target: COMMUNITY, entries: [entry('a')], options: { echoToActor: true } },
    requests: [
      'POST /v4/community-channel/message/metadata/set {"messageId":"m","userId":"actor","channelId":"community","metadata":{"a":"1"}} | idempotent | a | 1 community-metadata.set',
    ],
  },
  {
    operation: 'message.delete',
    call: { target: GROUP, keys: ['a', 'b'], options: { echoToActor: false } },
    requests: [
      'POST /v4/channel-type/message/metadata/delete {"messageId":"m","userId":"actor","channelType":3,"channelId":"group","keys":["a","b"],"syncToSender":0} | idempotent | a,b | 1 message-metadata.delete, 1 group-message',
    ],
  },
  {
    operation: 'message.delete',
    call: { target: SUBCHANNEL, keys: 'all' },
    payloads: [METADATA],
    requests: [
      'POST /v4/community-channel/message/metadata/list {"messageId":"m","channelId":"community","subchannelId":"sub","page":1} | read | - | 1 community-metadata.list',
      'POST /v4/community-channel/message/metadata/delete {"messageId":"m","userId":"actor","channelId":"community","subchannelId":"sub","keys":["a"]} | idempotent | a | 1 community-metadata.delete',
    ],
  },
  {
    operation: 'channel.get',
    call: { target: OPEN },
    requests: [
      'POST /chatroom/entry/query.json chatroomId=room%2F1 | read | - | 1 open-channel.get',
    ],
  },
  {
    operation: 'channel.get',
    call: { target: OPEN, keys: ['a+b', 'c'] },
    requests: [
      'POST /chatroom/entry/query.json keys=a%2Bb&keys=c&chatroomId=room%2F1 | read | - | 1 open-channel.get',
    ],
  },
  {
    operation: 'channel.get',
    profile: 'current',
    call: { target: OPEN, keys: ['a'] },
    requests: [
      'POST /v4/open-channel/metadata/batch/get {"channelId":"room/1","metadataKeys":["a"]} | read | - | 1 open-channel.get',
    ],
  },
  {
    operation: 'channel.set',
    profile: 'current',
    call: {
      target: OPEN,
      entries: [entry('a', 'x y')],
      options: { autoDelete: true, notification: { type: 'T', content: { n: 1 } } },
    },
    requests: [
      'POST /chatroom/entry/set.json chatroomId=room%2F1&userId=actor&key=a&value=x%20y&autoDelete=1&objectName=T&content=%7B%22n%22%3A1%7D | idempotent | a | 1 open-channel.set',
    ],
  },
  {
    operation: 'channel.set',
    call: { target: OPEN, entries: entries(2), options: { autoDelete: false } },
    requests: [
      'POST /chatroom/entry/batch/set.json chatroomId=room%2F1&autoDelete=0&entryOwnerId=actor&entryInfo=%7B%22k0%22%3A%221%22%2C%22k1%22%3A%221%22%7D | idempotent | k0,k1 | 2 open-channel.set',
    ],
  },
  {
    operation: 'channel.set',
    profile: 'current',
    call: { target: OPEN, entries: entries(2), options: { autoDelete: true } },
    requests: [
      'POST /v4/open-channel/metadata/batch/set {"channelId":"room/1","metadataOwnerId":"actor","metadata":{"k0":"1","k1":"1"},"shouldAutoDelete":1} | idempotent | k0,k1 | 2 open-channel.set',
    ],
  },
  {
    operation: 'channel.delete',
    profile: 'current',
    call: { target: OPEN, keys: ['a'], options: { notification: { type: 'T' } } },
    requests: [
      'POST /chatroom/entry/remove.json chatroomId=room%2F1&userId=actor&key=a&objectName=T | idempotent | a | 1 open-channel.remove',
    ],
  },
  {
    operation: 'channel.delete',
    call: { target: OPEN, keys: ['a', 'b'] },
    requests: [
      'POST /chatroom/entry/batch/remove.json chatroomId=room%2F1&entryOwnerId=actor&entryKeys=%5B%22a%22%2C%22b%22%5D | idempotent | a,b | 2 open-channel.remove',
    ],
  },
  {
    operation: 'channel.delete',
    profile: 'current',
    call: { target: OPEN, keys: 'all' },
    payloads: [
      {
        code: 0,
        result: {
          metadata: [
            { key: 'a', value: '' },
            { key: 'b', value: '' },
          ],
        },
      },
    ],
    requests: [
      'POST /v4/open-channel/metadata/batch/get {"channelId":"room/1"} | read | - | 1 open-channel.get',
      'POST /v4/open-channel/metadata/batch/remove {"channelId":"room/1","metadataOwnerId":"actor","metadataKeys":["a","b"]} | idempotent | a,b | 2 open-channel.remove',
    ],
  },
];

describe('the requests of a plan', () => {
  it.each(ROWS)(
    'are exact: $operation, $call.target.channelType channel, row %#',
    ({ operation, profile, call, payloads, requests }) => {
      const run = runPlan(planOf(operation, call, profile), ...(payloads ?? []));
      expect(run.requests.map(describeRequest)).toEqual(requests);
    },
  );

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

  it('of a read have at most 100 keys', () => {
    const reply = { code: 200, keys: [] };
    const plan = planOf('channel.get', { target: OPEN, keys: keysOf(100).concat('last') });
    const { requests } = runPlan(plan, reply, reply);
    expect(requests.map(({ body }) => body?.split('keys=').length)).toEqual([101, 2]);
  });
});

describe('a delete', () => {
  const absent = new GatewayError('entry-not-found', 'absent');

  it('continues after keys that do not exist', () => {
    const plan = planOf('message.delete', { target: GROUP, keys: keysOf(101) });
    expect(runPlan(plan, absent, absent)).toMatchObject({ requests: [{}, {}], reply: {} });
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
  const signed = createAdapter().sign(request, { nowMs: 1_585_127_132_438, nonce: '14314' });
  expect(signed).toEqual({
    method: 'POST',
    path: '/chatroom/entry/query.json',
    headers: {
      'App-Key': 'key',
      Nonce: '14314',
      Timestamp: '1585127132438',
      Signature: '61e2bb7284f4eee643cdc8dd2d28e9e40f8cf149',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'chatroomId=room%2F1',
  });
});
