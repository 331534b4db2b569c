import type { Fields } from '../http/fields';
import { Refusal } from '../model/errors';
import {
  checkCount,
  checkPairs,
  MESSAGE_LIMITS,
  PAGE_SIZE,
  pairsThatFit,
  removeKeys,
} from '../model/limits';
import type { QuotaName } from '../model/quotas';
import type { Message } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';
import type { NexconnContext, NexconnDraws, Operation } from './operation';

/** A family of messages: how requests name a message, and the quotas that they draw from. */
interface MessageFamily {
  readonly quotas: Readonly<Record<'set' | 'delete' | 'list', QuotaName>>;
  /** Further quotas that a write draws from. */
  readonly writeDraws: (fields: Fields) => NexconnDraws;
  readonly maxPairsPerSet: (unknowns: NexconnUnknowns) => number;
  /** The message that a write names. @throws Refusal if there is none */
  readonly find: (fields: Fields, context: NexconnContext) => Message;
  /** The message that a read names; reads may name less than writes. @throws Refusal if there is none */
  readonly findToRead: (fields: Fields, context: NexconnContext) => Message;
}

/** Creates the operations that set, delete and list the metadata of one family of messages. */
function messageOperations(
  family: MessageFamily,
): Readonly<Record<'set' | 'delete' | 'list', Operation>> {
  return {
    set: {
      quota: family.quotas.set,
      draws: family.writeDraws,
      run: (fields, context) => {
        const { unknowns, nowMs } = context;
        const message = family.find(fields, context);
        const sent = fields.pairs('metadata');
        fields.flag('echo');
        checkCount(sent.length, family.maxPairsPerSet(unknowns), unknowns);
        const pairs = checkPairs(sent, MESSAGE_LIMITS, unknowns);
        checkWritable(message, context);
        const accepted = pairsThatFit(
          message.metadata,
          pairs,
          MESSAGE_LIMITS.perTarget,
          unknowns.tooManyOnMessage,
          unknowns,
        );
        for (const [key, value] of accepted) message.metadata.set(key, { value, updatedAt: nowMs });
        return {};
      },
    },
    delete: {
      quota: family.quotas.delete,
      draws: family.writeDraws,
      run: (fields, context) => {
        const message = family.find(fields, context);
        const keys = fields.list('keys');
        fields.flag('echo');
        checkCount(keys.length, MESSAGE_LIMITS.perDelete, context.unknowns);
        checkWritable(message, context);
        removeKeys(message.metadata, keys, context.unknowns);
        return {};
      },
    },
    list: {
      quota: family.quotas.list,
      isRead: true,
      draws: () => ({}),
      run: (fields, context, generation) => {
        const message = family.findToRead(fields, context);
        const asked = Math.max(1, fields.optionalNumber('page') ?? 1);
        const page = context.unknowns.ignorePage ? 1 : asked;
        const entries = [...message.metadata].slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
        return generation.messageEntries(entries, context.unknowns);
      },
    },
  };
}

function checkWritable({ hasMetadata }: Message, { unknowns }: NexconnContext): void {
  if (hasMetadata || !unknowns.hasMetadataRequired) return;
  throw new Refusal(unknowns.hasMetadataMissing, 'message was not sent with hasMetadata');
}

const notFound = ({ messageNotFound }: NexconnUnknowns): Refusal =>
  new Refusal(messageNotFound, 'message does not exist');

function messageById(id: string, { state, unknowns }: NexconnContext): Message {
  const message = state.messages.get(id);
  if (message === undefined) throw notFound(unknowns);
  return message;
}

/** Values of the field `channelType` for direct and group channels. */
const CHANNEL_TYPES: ReadonlyMap<number, Message['channelType']> = new Map([
  [1, 'direct'],
  [3, 'group'],
]);

function readChannelType(fields: Fields): Message['channelType'] {
  const type = CHANNEL_TYPES.get(fields.number('channelType'));
  if (type === undefined) {
    throw new Refusal(1002, `${fields.wireName('channelType')} parameter is not 1 or 3`);
  }
  return type;
}

/** Metadata of direct and group messages. */
export const channelMessages = messageOperations({
  quotas: {
    set: 'message-metadata.set',
    delete: 'message-metadata.delete',
    list: 'message-metadata.list',
  },
  writeDraws: (fields) =>
    readChannelType(fields) === 'group' ? { 'group-message': 1 } : { 'direct-message': 1 },
  maxPairsPerSet: () => MESSAGE_LIMITS.perSet,
  find: (fields, context) => {
    const id = fields.text('messageId');
    fields.text('userId');
    const channelType = readChannelType(fields);
    const channelId = fields.text('channelId');
    const message = messageById(id, context);
    const isInChannel = message.channelType === channelType && message.channelId === channelId;
    if (context.unknowns.checkChannel && !isInChannel) throw notFound(context.unknowns);
    return message;
  },
  findToRead: (fields, context) => {
    const message = messageById(fields.text('messageId'), context);
    if (message.channelType === 'community') throw notFound(context.unknowns);
    return message;
  },
});

/** The subchannel of a message that names none. */
const DEFAULT_SUBCHANNEL = 'RCDefault';

function findInCommunity(fields: Fields, context: NexconnContext): Message {
  const { checkChannel, defaultSubchannelAlias } = context.unknowns;
  const id = fields.text('messageId');
  const channelId = fields.text('channelId');
  const subchannelId = fields.optionalText('subchannelId');
  const message = messageById(id, context);
  const normalize = (subchannel: string | undefined): string | undefined =>
    subchannel ?? (defaultSubchannelAlias ? DEFAULT_SUBCHANNEL : undefined);
  const isInChannel =
    message.channelId === channelId && normalize(message.subchannelId) === normalize(subchannelId);
  if (message.channelType !== 'community') throw notFound(context.unknowns);
  if (checkChannel && !isInChannel) throw notFound(context.unknowns);
  return message;
}

/** Metadata of community messages. */
export const communityMessages = messageOperations({
  quotas: {
    set: 'community-metadata.set',
    delete: 'community-metadata.delete',
    list: 'community-metadata.list',
  },
  writeDraws: () => ({}),
  maxPairsPerSet: ({ communityPairs }) => communityPairs,
  find: (fields, context) => {
    fields.text('userId');
    return findInCommunity(fields, context);
  },
  findToRead: findInCommunity,
});
