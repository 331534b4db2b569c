import type { WireNames } from './http/fields';
import type { Generation } from './http/generations';
import { legacy } from './legacy';
import { messageOperations } from './operations/message-metadata';
import { community, directAndGroup } from './message-places';
import { openChannelOperations as openChannel } from './operations/open-channel-metadata';
import type { Operation } from './operations/operation';
import { placeOperations as places } from './operations/create-targets';
import { v4 } from './v4';

export interface Endpoint {
  readonly path: string;
  readonly generation: Generation;
  readonly operation: Operation;
  readonly names: WireNames;
}

/** The older pages say `messageUID`, the newer ones `messageId`; each path's own name comes first. */
const UID_FIRST = ['messageUID', 'messageId'];
const ID_FIRST = ['messageId', 'messageUID'];

const CHANNEL = { userId: 'userId', channelType: 'channelType', channelId: 'channelId' } as const;
const SUBCHANNEL = { channelId: 'channelId', subchannelId: 'subchannelId' } as const;
const CONVERSATION = {
  messageId: 'msgUID',
  userId: 'userId',
  channelType: 'conversationType',
  channelId: 'targetId',
} as const;
const ULTRAGROUP = {
  messageId: 'msgUID',
  userId: 'userId',
  channelId: 'groupId',
  subchannelId: 'busChannel',
} as const;
const CHATROOM = { channelId: 'chatroomId', userId: 'userId' } as const;
const CHATROOM_BATCH = { channelId: 'chatroomId', userId: 'entryOwnerId' } as const;
const NOTIFICATION = { notificationType: 'objectName', notification: 'content' } as const;
const OWNED = { channelId: 'channelId', userId: 'metadataOwnerId' } as const;
const SENT = {
  sender: 'fromUserId',
  messageType: 'messageType',
  content: 'content',
  hasMetadata: 'hasMetadata',
  metadata: 'metadata',
} as const;

const message = messageOperations(directAndGroup);
const inCommunity = messageOperations(community);

type Row = readonly [path: string, operation: Operation, names: WireNames];

const V4_ROWS: readonly Row[] = [
  [
    '/v4/message/metadata/set',
    message.set,
    { messageId: UID_FIRST, ...CHANNEL, metadata: 'metadata', echo: 'isEchoToSender' },
  ],
  [
    '/v4/channel-type/message/metadata/set',
    message.set,
    { messageId: ID_FIRST, ...CHANNEL, metadata: 'metadata', echo: 'isEchoToSender' },
  ],
  [
    '/v4/channel-type/message/metadata/delete',
    message.delete,
    { messageId: ID_FIRST, ...CHANNEL, keys: 'keys', echo: 'syncToSender' },
  ],
  ['/v4/channel-type/message/metadata/list', message.list, { messageId: ID_FIRST, page: 'page' }],
  [
    '/v4/community-channel/message/metadata/set',
    inCommunity.set,
    { messageId: ID_FIRST, userId: 'userId', ...SUBCHANNEL, metadata: 'metadata' },
  ],
  [
    '/v4/community-channel/message/metadata/delete',
    inCommunity.delete,
    { messageId: ID_FIRST, userId: 'userId', ...SUBCHANNEL, keys: 'keys' },
  ],
  [
    '/v4/community-channel/message/metadata/list',
    inCommunity.list,
    { messageId: ID_FIRST, ...SUBCHANNEL, page: 'page' },
  ],
  [
    '/v4/open-channel/metadata/batch/set',
    openChannel.setBatch,
    { ...OWNED, metadata: 'metadata', autoDelete: 'shouldAutoDelete' },
  ],
  [
    '/v4/open-channel/metadata/batch/remove',
    openChannel.removeBatch,
    { ...OWNED, keys: 'metadataKeys' },
  ],
  [
    '/v4/open-channel/metadata/batch/get',
    openChannel.get,
    { channelId: 'channelId', keys: 'metadataKeys' },
  ],
  ['/v4/open-channel/create', places.createOpenChannel, { ...OWNED, metadata: 'metadata' }],
  ['/v4/direct-channel/message/send', places.sendDirect, { ...SENT, recipients: 'toUserIds' }],
  ['/v4/group-channel/message/send', places.sendGroup, { ...SENT, recipients: 'toChannelIds' }],
  [
    '/v4/community-channel/message/send',
    places.sendCommunity,
    { ...SENT, recipients: 'toChannelIds', subchannelId: 'subchannelId' },
  ],
];

const LEGACY_ROWS: readonly Row[] = [
  [
    '/message/expansion/set.json',
    message.set,
    { ...CONVERSATION, metadata: 'extraKeyVal', echo: 'isSyncSender' },
  ],
  [
    '/message/expansion/delete.json',
    message.delete,
    { ...CONVERSATION, keys: 'extraKey', echo: 'isSyncSender' },
  ],
  ['/message/expansion/query.json', message.list, { messageId: 'msgUID', page: 'pageNo' }],
  [
    '/ultragroup/message/expansion/set.json',
    inCommunity.set,
    { ...ULTRAGROUP, metadata: 'extraKeyVal' },
  ],
  [
    '/ultragroup/message/expansion/delete.json',
    inCommunity.delete,
    { ...ULTRAGROUP, keys: 'extraKey' },
  ],
  ['/ultragroup/message/expansion/query.json', inCommunity.list, { ...ULTRAGROUP, page: 'pageNo' }],
  [
    '/chatroom/entry/set.json',
    openChannel.set,
    { ...CHATROOM, key: 'key', value: 'value', autoDelete: 'autoDelete', ...NOTIFICATION },
  ],
  [
    '/chatroom/entry/batch/set.json',
    openChannel.setBatch,
    { ...CHATROOM_BATCH, metadata: 'entryInfo', autoDelete: 'autoDelete' },
  ],
  ['/chatroom/entry/remove.json', openChannel.remove, { ...CHATROOM, key: 'key', ...NOTIFICATION }],
  [
    '/chatroom/entry/batch/remove.json',
    openChannel.removeBatch,
    { ...CHATROOM_BATCH, keys: 'entryKeys' },
  ],
  ['/chatroom/entry/query.json', openChannel.get, { channelId: 'chatroomId', keys: 'keys' }],
  ['/chatroom/create.json', places.createChatrooms, { channelNames: 'chatroom' }],
  [
    '/chatroom/create_new.json',
    places.createOpenChannel,
    { ...CHATROOM_BATCH, metadata: 'entryInfo' },
  ],
];

const endpointsOf = (generation: Generation, rows: readonly Row[]): readonly Endpoint[] =>
  rows.map(([path, operation, names]) => ({ path, generation, operation, names }));

/** Every endpoint of both generations; all are POST. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...endpointsOf(v4, V4_ROWS),
  ...endpointsOf(legacy, LEGACY_ROWS),
];
