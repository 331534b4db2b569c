/** The exact requests of the profiles `classic` (the default) and `current`. */
import {
  COMMUNITY,
  DIRECT,
  GROUP,
  OPEN,
  SUBCHANNEL,
  entries,
  entry,
  expectExactRequests,
  type Row,
} from '../../../test/support/vendor/nexconn-plans';

const METADATA = { code: 0, result: { metadata: [{ key: 'a', value: '1', updatedAt: 1 }] } };

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
    call: { target: COMMUNITY, entries: [entry('a')] },
    requests: [
      'POST /v4/community-channel/message/metadata/set {"messageId":"m","userId":"actor","channelId":"community","metadata":{"a":"1"}} | idempotent | a | 1 community-metadata.set',
    ],
  },
  {
    operation: 'message.delete',
    call: { target: GROUP, keys: ['a', 'b'], options: { echoToActor: false } },
    requests: [
      'POST /v4/channel-type/message/metadata/delete {"messageUID":"m","userId":"actor","channelType":3,"channelId":"group","keys":["a","b"],"syncToSender":0} | idempotent | a,b | 1 message-metadata.delete, 1 group-message',
    ],
  },
  {
    operation: 'message.delete',
    profile: 'current',
    call: { target: DIRECT, keys: ['a'], options: { echoToActor: true } },
    requests: [
      'POST /v4/channel-type/message/metadata/delete {"messageId":"m","userId":"actor","channelType":1,"channelId":"user","keys":["a"],"syncToSender":1} | idempotent | a | 1 message-metadata.delete, 1 direct-message',
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
    call: { target: OPEN, entries: [entry('a')], options: { autoDelete: false } },
    requests: [
      'POST /chatroom/entry/set.json chatroomId=room%2F1&userId=actor&key=a&value=1&autoDelete=0 | idempotent | a | 1 open-channel.set',
    ],
  },
  {
    operation: 'channel.set',
    profile: 'current',
    call: { target: OPEN, entries: [entry('a')], options: { autoDelete: false } },
    requests: [
      'POST /v4/open-channel/metadata/batch/set {"channelId":"room/1","metadataOwnerId":"actor","metadata":{"a":"1"},"shouldAutoDelete":0} | idempotent | a | 1 open-channel.set',
    ],
  },
  ...(['classic', 'current'] as const).map((profile) => ({
    operation: 'channel.set' as const,
    profile,
    call: { target: OPEN, entries: entries(2), options: { notification: { type: 'T' } } },
    payloads: [{ code: 200 }],
    requests: [
      'POST /chatroom/entry/set.json chatroomId=room%2F1&userId=actor&key=k0&value=1&objectName=T | idempotent | k0 | 1 open-channel.set',
      'POST /chatroom/entry/set.json chatroomId=room%2F1&userId=actor&key=k1&value=1&objectName=T | idempotent | k1 | 1 open-channel.set',
    ],
  })),
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
    call: { target: OPEN, keys: ['a', 'b'], options: { force: false } },
    payloads: [{ code: 200 }],
    requests: [
      'POST /chatroom/entry/remove.json chatroomId=room%2F1&userId=actor&key=a | idempotent | a | 1 open-channel.remove',
      'POST /chatroom/entry/remove.json chatroomId=room%2F1&userId=actor&key=b | idempotent | b | 1 open-channel.remove',
    ],
  },
  {
    operation: 'channel.delete',
    call: { target: OPEN, keys: ['a'] },
    requests: [
      'POST /chatroom/entry/batch/remove.json chatroomId=room%2F1&entryOwnerId=actor&entryKeys=%5B%22a%22%5D | idempotent | a | 1 open-channel.remove',
    ],
  },
  {
    operation: 'channel.delete',
    profile: 'current',
    call: { target: OPEN, keys: ['a'], options: { force: true } },
    requests: [
      'POST /v4/open-channel/metadata/batch/remove {"channelId":"room/1","metadataOwnerId":"actor","metadataKeys":["a"]} | idempotent | a | 1 open-channel.remove',
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

it.each(ROWS)(
  'are exact: $operation, $call.target.channelType channel, row %#',
  expectExactRequests,
);
