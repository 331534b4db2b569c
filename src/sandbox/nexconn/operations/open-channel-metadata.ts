import { isObject, parseJson } from '../../kit/json';
import type { Fields } from '../http/fields';
import {
  checkCount,
  checkPairs,
  MAX_KEYS_PER_GET,
  OPEN_CHANNEL_LIMITS,
  type Pair,
  pairsThatFit,
  removeKeys,
} from '../model/limits';
import type { NexconnContext, Operation } from './operation';
import { Refusal } from '../model/errors';
import type { ChannelEntry } from '../model/state';

type OpenChannel = Map<string, ChannelEntry>;

/** Type of the built-in notification. Its content must have `type`, `key` and `value` (Set metadata). */
const BUILT_IN_NOTIFICATION = 'RC:chrmKVNotiMsg';

/** The vendor enables open-channel metadata per App Key. */
const service = 'openChannelMetadataEnabled';

function findChannel(fields: Fields, { state, unknowns }: NexconnContext): OpenChannel {
  const channel = state.openChannels.get(fields.text('channelId'));
  if (channel === undefined) {
    throw new Refusal(unknowns.openChannelNotFound, 'open channel does not exist');
  }
  return channel;
}

function checkNotification(fields: Fields): void {
  const content = fields.optionalText('notification');
  if (fields.optionalText('notificationType') !== BUILT_IN_NOTIFICATION) return;
  const notification = parseJson(content ?? '');
  const isComplete =
    isObject(notification) && ['type', 'key', 'value'].every((part) => part in notification);
  if (!isComplete) {
    throw new Refusal(1002, `content of ${BUILT_IN_NOTIFICATION} must have type, key and value`);
  }
}

function writeEntries(
  channel: OpenChannel,
  pairs: readonly Pair[],
  entry: Pick<ChannelEntry, 'owner' | 'autoDelete'>,
  { unknowns, nowMs }: NexconnContext,
): void {
  const accepted = pairsThatFit(
    channel,
    pairs,
    OPEN_CHANNEL_LIMITS.perTarget,
    unknowns.tooManyInChannel,
    unknowns,
  );
  for (const [key, value] of accepted) channel.set(key, { value, ...entry, updatedAt: nowMs });
}

const isOwnedByOther = (channel: OpenChannel, key: string, user: string): boolean =>
  (channel.get(key)?.owner ?? user) !== user;

/** A batch weighs one token per attribute. A batch that is refused for its size writes nothing and weighs 1. */
const batchWeight = (count: number, maximum: number): number =>
  count >= 1 && count <= maximum ? count : 1;

export const openChannelOperations = {
  set: {
    service,
    quota: 'open-channel.set',
    draws: () => ({}),
    run: (fields, context) => {
      const channel = findChannel(fields, context);
      const owner = fields.text('userId');
      const key = fields.text('key');
      const sent = [[key, fields.anyText('value')]] as const;
      const autoDelete = fields.flag('autoDelete');
      checkNotification(fields);
      const pairs = checkPairs(sent, OPEN_CHANNEL_LIMITS, context.unknowns);
      const { notOwner, singleSetOnOthersKey } = context.unknowns;
      if (singleSetOnOthersKey === 'refuse' && isOwnedByOther(channel, key, owner)) {
        throw new Refusal(notOwner, 'key belongs to another user');
      }
      writeEntries(channel, pairs, { owner, autoDelete }, context);
      return {};
    },
  },
  setBatch: {
    service,
    quota: 'open-channel.set',
    draws: (fields) => ({
      'open-channel.set': batchWeight(fields.pairs('metadata').length, OPEN_CHANNEL_LIMITS.perSet),
    }),
    run: (fields, context) => {
      const channel = findChannel(fields, context);
      const owner = fields.text('userId');
      const sent = fields.pairs('metadata');
      const autoDelete = fields.flag('autoDelete');
      checkCount(sent.length, OPEN_CHANNEL_LIMITS.perSet, context.unknowns);
      const pairs = checkPairs(sent, OPEN_CHANNEL_LIMITS, context.unknowns);
      writeEntries(channel, pairs, { owner, autoDelete }, context);
      return {};
    },
  },
  remove: {
    service,
    quota: 'open-channel.remove',
    draws: () => ({}),
    run: (fields, context) => {
      const channel = findChannel(fields, context);
      const user = fields.text('userId');
      const key = fields.text('key');
      checkNotification(fields);
      const { notOwner, singleRemoveOfOthersKey } = context.unknowns;
      if (singleRemoveOfOthersKey === 'refuse' && isOwnedByOther(channel, key, user)) {
        throw new Refusal(notOwner, 'key belongs to another user');
      }
      removeKeys(channel, [key], context.unknowns);
      return {};
    },
  },
  removeBatch: {
    service,
    quota: 'open-channel.remove',
    draws: (fields) => ({
      'open-channel.remove': batchWeight(fields.list('keys').length, OPEN_CHANNEL_LIMITS.perDelete),
    }),
    run: (fields, context) => {
      const channel = findChannel(fields, context);
      fields.text('userId');
      const keys = fields.list('keys');
      checkCount(keys.length, OPEN_CHANNEL_LIMITS.perDelete, context.unknowns);
      removeKeys(channel, keys, context.unknowns);
      return {};
    },
  },
  get: {
    service,
    quota: 'open-channel.get',
    isRead: true,
    draws: () => ({}),
    run: (fields, context, generation) => {
      const channel = findChannel(fields, context);
      const keys = new Set(fields.repeated('keys') ?? []);
      if (keys.size > MAX_KEYS_PER_GET) {
        throw new Refusal(1002, `more than ${MAX_KEYS_PER_GET} keys in one request`);
      }
      const entries = [...channel].filter(([key]) => keys.size === 0 || keys.has(key));
      return generation.channelEntries(entries, context.unknowns);
    },
  },
} as const satisfies Readonly<Record<string, Operation>>;
