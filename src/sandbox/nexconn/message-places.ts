import type { Fields } from './http/fields';
import type { NexconnContext, NexconnDraws } from './operations/operation';
import type { QuotaName } from './model/quotas';
import { Refusal } from './refusal';
import type { Message } from './model/state';
import type { NexconnUnknowns } from './model/unknowns';

/** A family of messages: how a request names one, and which quotas its calls draw on. */
export interface MessagePlaces {
  readonly quotas: Readonly<Record<'set' | 'delete' | 'list', QuotaName>>;
  /** Further quotas that a write draws on. */
  readonly writeDraws: (fields: Fields) => NexconnDraws;
  readonly pairsPerSet: (unknowns: NexconnUnknowns) => number;
  /** @throws Refusal when the request does not name a message */
  readonly find: (fields: Fields, context: NexconnContext) => Message;
  /** As `find`, for reads, which may name less. */
  readonly findToRead: (fields: Fields, context: NexconnContext) => Message;
}

/** `channelType` of direct and group channels on the wire. */
const CHANNEL_TYPES: ReadonlyMap<number, Message['channelType']> = new Map([
  [1, 'direct'],
  [3, 'group'],
]);

/** Channel id when no subchannel is named. */
const DEFAULT_SUBCHANNEL = 'RCDefault';

function messageOf(id: string, { state, unknowns }: NexconnContext): Message {
  const message = state.messages.get(id);
  if (message === undefined) throw notFound(unknowns);
  return message;
}

const notFound = ({ messageNotFound }: NexconnUnknowns): Refusal =>
  new Refusal(messageNotFound, 'message does not exist');

function channelTypeOf(fields: Fields): Message['channelType'] {
  const type = CHANNEL_TYPES.get(fields.number('channelType'));
  if (type === undefined) {
    throw new Refusal(1002, `${fields.wireName('channelType')} parameter is not 1 or 3`);
  }
  return type;
}

export const directAndGroup: MessagePlaces = {
  quotas: {
    set: 'message-metadata.set',
    delete: 'message-metadata.delete',
    list: 'message-metadata.list',
  },
  writeDraws: (fields) =>
    channelTypeOf(fields) === 'group' ? { 'group-message': 1 } : { 'direct-message': 1 },
  pairsPerSet: () => 100,
  find: (fields, context) => {
    const id = fields.text('messageId');
    fields.text('userId');
    const channelType = channelTypeOf(fields);
    const channelId = fields.text('channelId');
    const message = messageOf(id, context);
    const same = message.channelType === channelType && message.channelId === channelId;
    if (context.unknowns.checkChannel && !same) throw notFound(context.unknowns);
    return message;
  },
  findToRead: (fields, context) => {
    const message = messageOf(fields.text('messageId'), context);
    if (message.channelType === 'community') throw notFound(context.unknowns);
    return message;
  },
};

function findInCommunity(fields: Fields, context: NexconnContext): Message {
  const { checkChannel, defaultSubchannelAlias } = context.unknowns;
  const id = fields.text('messageId');
  const channelId = fields.text('channelId');
  const subchannelId = fields.optionalText('subchannelId');
  const message = messageOf(id, context);
  const subchannel = (named: string | undefined): string | undefined =>
    named ?? (defaultSubchannelAlias ? DEFAULT_SUBCHANNEL : undefined);
  const same =
    message.channelId === channelId &&
    subchannel(message.subchannelId) === subchannel(subchannelId);
  if (message.channelType !== 'community') throw notFound(context.unknowns);
  if (checkChannel && !same) throw notFound(context.unknowns);
  return message;
}

export const community: MessagePlaces = {
  quotas: {
    set: 'community-metadata.set',
    delete: 'community-metadata.delete',
    list: 'community-metadata.list',
  },
  writeDraws: () => ({}),
  pairsPerSet: ({ communityPairs }) => communityPairs,
  find: (fields, context) => {
    fields.text('userId');
    return findInCommunity(fields, context);
  },
  findToRead: findInCommunity,
};
