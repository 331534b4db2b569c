import { randomBytes } from 'node:crypto';

import { checkCount, checkPairs } from '../entries';
import type { Fields } from '../http/fields';
import { MESSAGE_LIMITS, OPEN_CHANNEL_LIMITS } from '../model/limits';
import type { NexconnContext, NexconnDraws, Operation } from './operation';
import { Refusal } from '../refusal';
import type { Message } from '../model/state';

/** Sixteen characters in groups of four, like the documentation's message ids. */
const newMessageId = (): string =>
  randomBytes(8)
    .toString('hex')
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');

function recipientsOf(fields: Fields, maximum: number): readonly string[] {
  const recipients = fields.list('recipients');
  if (recipients.length >= 1 && recipients.length <= maximum) return recipients;
  throw new Refusal(1002, `${fields.wireName('recipients')} must name 1 to ${maximum}`);
}

interface Sending {
  readonly channelType: Message['channelType'];
  readonly maximum: number;
  /** What a delivery's recipient is called in the reply. */
  readonly recipientField: 'userId' | 'channelId';
  readonly draws: (recipients: number) => NexconnDraws;
}

/** Sends one message to each recipient; replies `result.messageIds[]`. */
const sending = ({ channelType, maximum, recipientField, draws }: Sending): Operation => ({
  draws: (fields) => draws(Math.max(1, fields.list('recipients').length)),
  run: (fields, context) => {
    const recipients = recipientsOf(fields, maximum);
    for (const field of ['sender', 'messageType', 'content'] as const) fields.text(field);
    const hasMetadata = fields.boolean('hasMetadata');
    const subchannelId = fields.optionalText('subchannelId');
    const sent = hasMetadata ? (fields.optionalPairs('metadata') ?? []) : [];
    const entries = checkPairs(sent, MESSAGE_LIMITS, context.unknowns);
    const messageIds = recipients.map((channelId) => {
      const messageId = newMessageId();
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

function createChannel(channelId: string, { state }: NexconnContext): void {
  if (!state.openChannels.has(channelId)) state.openChannels.set(channelId, new Map());
}

/** What tests need in order to have places of their own. */
export const placeOperations = {
  sendDirect: sending({
    channelType: 'direct',
    maximum: 1000,
    recipientField: 'userId',
    draws: (recipients) => ({ 'direct-message': recipients }),
  }),
  sendGroup: sending({
    channelType: 'group',
    maximum: 3,
    recipientField: 'channelId',
    draws: (recipients) => ({ 'group-message': recipients }),
  }),
  sendCommunity: sending({
    channelType: 'community',
    maximum: 3,
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
      createChannel(channelId, context);
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
      for (const channelId of channelIds) createChannel(channelId, context);
      return {};
    },
  },
} as const satisfies Readonly<Record<string, Operation>>;
