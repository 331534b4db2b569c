import type { WireNames } from './http/fields';
import { type Generation, legacy, v4 } from './http/generations';
import { createTargets } from './operations/create-targets';
import { channelMessages, communityMessages } from './operations/message-metadata';
import { openChannelOperations as openChannel } from './operations/open-channel-metadata';
import type { Operation } from './operations/operation';

/** One path of one API generation. */
export interface Endpoint {
  readonly path: string;
  readonly generation: Generation;
  readonly operation: Operation;
  /** Names of the operation's fields in this endpoint's requests. */
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

type Row = readonly [path: string, operation: Operation, names: WireNames];

const V4_ROWS: readonly Row[] = [
  [
    '/v4/message/metadata/set',
    channelMessages.set,
    { messageId: UID_FIRST, ...CHANNEL, metadata: 'metadata', echo: 'isEchoToSender' },
  ],
  [
    '/v4/channel-type/message/metadata/set',
    channelMessages.set,
    { messageId: ID_FIRST, ...CHANNEL, metadata: 'metadata', echo: 'isEchoToSender' },
  ],
  [
    '/v4/channel-type/message/metadata/delete',
    channelMessages.delete,
    { messageId: ID_FIRST, ...CHANNEL, keys: 'keys', echo: 'syncToSender' },
  ],
  [
    '/v4/channel-type/message/metadata/list',
    channelMessages.list,
    { messageId: ID_FIRST, page: 'page' },
  ],
  [
    '/v4/community-channel/message/metadata/set',
    communityMessages.set,
    { messageId: ID_FIRST, userId: 'userId', ...SUBCHANNEL, metadata: 'metadata' },
  ],
  [
    '/v4/community-channel/message/metadata/delete',
    communityMessages.delete,
    { messageId: ID_FIRST, userId: 'userId', ...SUBCHANNEL, keys: 'keys' },
  ],
  [
    '/v4/community-channel/message/metadata/list',
    communityMessages.list,
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
  ['/v4/open-channel/create', createTargets.createOpenChannel, { ...OWNED, metadata: 'metadata' }],
  [
    '/v4/direct-channel/message/send',
    createTargets.sendDirect,
    { ...SENT, recipients: 'toUserIds' },
  ],
  [
    '/v4/group-channel/message/send',
    createTargets.sendGroup,
    { ...SENT, recipients: 'toChannelIds' },
  ],
  [
    '/v4/community-channel/message/send',
    createTargets.sendCommunity,
    { ...SENT, recipients: 'toChannelIds', subchannelId: 'subchannelId' },
  ],
];

const LEGACY_ROWS: readonly Row[] = [
  [
    '/message/expansion/set.json',
    channelMessages.set,
    { ...CONVERSATION, metadata: 'extraKeyVal', echo: 'isSyncSender' },
  ],
  [
    '/message/expansion/delete.json',
    channelMessages.delete,
    { ...CONVERSATION, keys: 'extraKey', echo: 'isSyncSender' },
  ],
  ['/message/expansion/query.json', channelMessages.list, { messageId: 'msgUID', page: 'pageNo' }],
  [
    '/ultragroup/message/expansion/set.json',
    communityMessages.set,
    { ...ULTRAGROUP, metadata: 'extraKeyVal' },
  ],
  [
    '/ultragroup/message/expansion/delete.json',
    communityMessages.delete,
    { ...ULTRAGROUP, keys: 'extraKey' },
  ],
  [
    '/ultragroup/message/expansion/query.json',
    communityMessages.list,
    { ...ULTRAGROUP, page: 'pageNo' },
  ],
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
  ['/chatroom/create.json', createTargets.createChatrooms, { channelNames: 'chatroom' }],
  ['/chatroom/destroy.json', createTargets.destroyChatrooms, { channelIds: 'chatroomId' }],
  [
    '/chatroom/create_new.json',
    createTargets.createOpenChannel,
    { ...CHATROOM_BATCH, metadata: 'entryInfo' },
  ],
];

const toEndpoints = (generation: Generation, rows: readonly Row[]): readonly Endpoint[] =>
  rows.map(([path, operation, names]) => ({ path, generation, operation, names }));

/** Every endpoint of both generations; all are POST. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...toEndpoints(v4, V4_ROWS),
  ...toEndpoints(legacy, LEGACY_ROWS),
];
