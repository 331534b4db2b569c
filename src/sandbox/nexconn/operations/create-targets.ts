import { randomBytes } from 'node:crypto';

import type { Fields } from '../http/fields';
import { checkCount, checkPairs, MESSAGE_LIMITS, OPEN_CHANNEL_LIMITS } from '../model/limits';
import type { NexconnContext, NexconnDraws, Operation } from './operation';
import { Refusal } from '../model/errors';
import type { Message } from '../model/state';

/** Generates 16 characters in groups of four, like the documentation's message ids. */
const generateMessageId = (): string =>
  randomBytes(8)
    .toString('hex')
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');

function readRecipients(fields: Fields, maximum: number): readonly string[] {
  const recipients = fields.list('recipients');
  if (recipients.length >= 1 && recipients.length <= maximum) return recipients;
  throw new Refusal(1002, `${fields.wireName('recipients')} must name 1 to ${maximum}`);
}

/** Sending messages of one channel type. */
interface SendEndpoint {
  readonly channelType: Message['channelType'];
  readonly maxRecipients: number;
  /** The reply's field for the recipient of a message. */
  readonly recipientField: 'userId' | 'channelId';
  readonly draws: (recipients: number) => NexconnDraws;
}

/** Sends one message to each recipient. The reply lists the ids in `result.messageIds`. */
const sendOperation = ({
  channelType,
  maxRecipients,
  recipientField,
  draws,
}: SendEndpoint): Operation => ({
  draws: (fields) => draws(Math.max(1, fields.list('recipients').length)),
  run: (fields, context) => {
    const recipients = readRecipients(fields, maxRecipients);
    for (const field of ['sender', 'messageType', 'content'] as const) fields.text(field);
    const hasMetadata = fields.boolean('hasMetadata');
    const subchannelId = fields.optionalText('subchannelId');
    const sent = hasMetadata ? (fields.optionalPairs('metadata') ?? []) : [];
    const entries = checkPairs(sent, MESSAGE_LIMITS, context.unknowns);
    const messageIds = recipients.map((channelId) => {
      const messageId = generateMessageId();
      context.state.messages.set(messageId, {
        channelType,
        channelId,
        ...(subchannelId === undefined ? {} : { subchannelId }),
        hasMetadata,
        metadata: new Map(
          entries.map(([key, value]) => [key, { value, updatedAt: context.nowMs }]),
        ),
      });
      return { [recipientField]: channelId, messageId };
    });
    return { result: { messageIds } };
  },
});

function createIfMissing(channelId: string, { state }: NexconnContext): void {
  if (!state.openChannels.has(channelId)) state.openChannels.set(channelId, new Map());
}

/** Operations that create messages and open channels, so that tests can use their own, and destroy channels. */
export const createTargets = {
  sendDirect: sendOperation({
    channelType: 'direct',
    maxRecipients: 1000,
    recipientField: 'userId',
    draws: (recipients) => ({ 'direct-message': recipients }),
  }),
  sendGroup: sendOperation({
    channelType: 'group',
    maxRecipients: 3,
    recipientField: 'channelId',
    draws: (recipients) => ({ 'group-message': recipients }),
  }),
  sendCommunity: sendOperation({
    channelType: 'community',
    maxRecipients: 3,
    recipientField: 'channelId',
    draws: () => ({}),
  }),
  createOpenChannel: {
    draws: () => ({}),
    run: (fields, context) => {
      const { state, unknowns, nowMs } = context;
      const channelId = fields.text('channelId');
      const sent = fields.optionalPairs('metadata');
      const owner = fields.optionalText('userId');
      if ((sent === undefined) !== (owner === undefined)) {
        throw new Refusal(1002, 'metadata and metadataOwnerId go together');
      }
      if (sent !== undefined && !unknowns.openChannelMetadataEnabled) throw new Refusal(1009);
      if (sent !== undefined) checkCount(sent.length, OPEN_CHANNEL_LIMITS.perSet, unknowns);
      const pairs = checkPairs(sent ?? [], OPEN_CHANNEL_LIMITS, unknowns);
      createIfMissing(channelId, context);
      for (const [key, value] of pairs) {
        const entry = { value, owner: owner ?? '', autoDelete: false, updatedAt: nowMs };
        state.openChannels.get(channelId)?.set(key, entry);
      }
      return {};
    },
  },
  createChatrooms: {
    draws: () => ({}),
    run: (fields, context) => {
      const channelIds = fields.indices('channelNames');
      if (channelIds.length === 0) throw new Refusal(1002, 'chatroom parameter is required');
      for (const channelId of channelIds) createIfMissing(channelId, context);
      return {};
    },
  },
  /** The entries of a channel go with it (Set metadata). A channel that does not exist is ignored. */
  destroyChatrooms: {
    draws: () => ({}),
    run: (fields, { state }) => {
      const channelIds = fields.repeated('channelIds') ?? [];
      if (channelIds.length === 0) throw new Refusal(1002, 'chatroomId parameter is required');
      for (const channelId of channelIds) state.openChannels.delete(channelId);
      return {};
    },
  },
} as const satisfies Readonly<Record<string, Operation>>;
