import type { Target } from '../../../core/metadata';
import { readEntries } from '../replies';
import { flag, jsonRequest } from '../requests';
import { channelTypeNumber, toObject } from './fields';
import type { MessageDialect } from './dialect';

/** Where the pages differ about writes to direct and group messages. */
interface Vintage {
  readonly setPath: string;
  /** The field for the message id. */
  readonly writtenId: 'messageUID' | 'messageId';
}

/** "Set message metadata", "Get message metadata", "Delete message metadata": JSON. */
export const v4Messages = ({ setPath, writtenId }: Vintage): MessageDialect => ({
  list(target, page, assumedKeys) {
    const { messageId, channelType } = target;
    const metadata = assumedKeys.map((key) => ({ key, value: '' }));
    const assumedPayload = { code: 0, result: { metadata } };
    return channelType === 'community'
      ? jsonRequest(
          '/v4/community-channel/message/metadata/list',
          { messageId, ...communityFields(target), page },
          assumedPayload,
        )
      : jsonRequest('/v4/channel-type/message/metadata/list', { messageId, page }, assumedPayload);
  },
  readList: readEntries,
  set({ target, actor, echo }, entries) {
    const { messageId, channelType } = target;
    const metadata = toObject(entries);
    return channelType === 'community'
      ? jsonRequest('/v4/community-channel/message/metadata/set', {
          messageId,
          userId: actor,
          ...communityFields(target),
          metadata,
        })
      : jsonRequest(setPath, {
          [writtenId]: messageId,
          userId: actor,
          ...channelFields(target),
          metadata,
          isEchoToSender: flag(echo),
        });
  },
  delete({ target, actor, echo }, keys) {
    const { messageId, channelType } = target;
    return channelType === 'community'
      ? jsonRequest('/v4/community-channel/message/metadata/delete', {
          messageId,
          userId: actor,
          ...communityFields(target),
          keys,
        })
      : jsonRequest('/v4/channel-type/message/metadata/delete', {
          [writtenId]: messageId,
          userId: actor,
          ...channelFields(target),
          keys,
          syncToSender: flag(echo),
        });
  },
});

const channelFields = ({ channelType, channelId }: Target) => ({
  channelType: channelTypeNumber(channelType),
  channelId,
});

/** The vendor requires `subchannelId` exactly if the message was sent with one. */
const communityFields = ({ channelId, subchannelId }: Target) => ({ channelId, subchannelId });
