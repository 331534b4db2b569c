/** The exact requests of the profile `rongcloud`. */
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

const EXPANSION = { code: 200, extraContent: { a: { v: '1', ts: 1 } } };

const ROWS: readonly Omit<Row, 'profile'>[] = [
  {
    operation: 'message.get',
    call: { target: DIRECT },
    requests: [
      'POST /message/expansion/query.json msgUID=m&pageNo=1 | read | - | 1 message-metadata.list',
    ],
  },
  {
    operation: 'message.get',
    call: { target: SUBCHANNEL, cursor: '2' },
    requests: [
      'POST /ultragroup/message/expansion/query.json msgUID=m&groupId=community&busChannel=sub&pageNo=2 | read | - | 1 community-metadata.list',
    ],
  },
  {
    operation: 'message.set',
    call: { target: DIRECT, entries: [entry('a', 'ü&'), entry('__proto__', '')] },
    requests: [
      'POST /message/expansion/set.json msgUID=m&userId=actor&conversationType=1&targetId=user&extraKeyVal=%7B%22a%22%3A%22%C3%BC%26%22%2C%22__proto__%22%3A%22%22%7D | idempotent | a,__proto__ | 1 message-metadata.set, 1 direct-message',
    ],
  },
  {
    operation: 'message.set',
    call: { target: GROUP, entries: [entry('a')], options: { echoToActor: true } },
    requests: [
      'POST /message/expansion/set.json msgUID=m&userId=actor&conversationType=3&targetId=group&extraKeyVal=%7B%22a%22%3A%221%22%7D&isSyncSender=1 | idempotent | a | 1 message-metadata.set, 1 group-message',
    ],
  },
  {
    operation: 'message.set',
    call: { target: COMMUNITY, entries: [entry('a')] },
    requests: [
      'POST /ultragroup/message/expansion/set.json msgUID=m&userId=actor&groupId=community&extraKeyVal=%7B%22a%22%3A%221%22%7D | idempotent | a | 1 community-metadata.set',
    ],
  },
  {
    operation: 'message.delete',
    call: { target: GROUP, keys: ['a', 'b'], options: { echoToActor: false } },
    requests: [
      'POST /message/expansion/delete.json msgUID=m&userId=actor&conversationType=3&targetId=group&extraKey=%5B%22a%22%2C%22b%22%5D&isSyncSender=0 | idempotent | a,b | 1 message-metadata.delete, 1 group-message',
    ],
  },
  {
    operation: 'message.delete',
    call: { target: SUBCHANNEL, keys: 'all' },
    payloads: [EXPANSION],
    requests: [
      'POST /ultragroup/message/expansion/query.json msgUID=m&groupId=community&busChannel=sub&pageNo=1 | read | - | 1 community-metadata.list',
      'POST /ultragroup/message/expansion/delete.json msgUID=m&userId=actor&groupId=community&busChannel=sub&extraKey=%5B%22a%22%5D | idempotent | a | 1 community-metadata.delete',
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
    operation: 'channel.set',
    call: { target: OPEN, entries: [entry('a')], options: { autoDelete: true } },
    requests: [
      'POST /chatroom/entry/set.json chatroomId=room%2F1&userId=actor&key=a&value=1&autoDelete=1 | idempotent | a | 1 open-channel.set',
    ],
  },
  {
    operation: 'channel.set',
    call: { target: OPEN, entries: entries(2) },
    requests: [
      'POST /chatroom/entry/batch/set.json chatroomId=room%2F1&entryOwnerId=actor&entryInfo=%7B%22k0%22%3A%221%22%2C%22k1%22%3A%221%22%7D | idempotent | k0,k1 | 2 open-channel.set',
    ],
  },
  {
    operation: 'channel.delete',
    call: { target: OPEN, keys: ['a'] },
    requests: [
      'POST /chatroom/entry/batch/remove.json chatroomId=room%2F1&entryOwnerId=actor&entryKeys=%5B%22a%22%5D | idempotent | a | 1 open-channel.remove',
    ],
  },
];

it.each(ROWS)('are exact: $operation, $call.target.channelType channel, row %#', (row) => {
  expectExactRequests({ ...row, profile: 'rongcloud' });
});
