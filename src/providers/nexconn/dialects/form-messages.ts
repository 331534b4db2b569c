import type { Target } from '../../../core/metadata';
import { readExpansion } from '../replies';
import { flag, formRequest } from '../requests';
import { channelTypeNumber, toObject } from './fields';
import type { MessageDialect } from './dialect';

/**
 * Expansions of messages, as RongCloud calls their metadata: forms with JSON texts. A community channel is
 * an ultra group, and its subchannels are channels of it.
 */
export const formMessages: MessageDialect = {
  list(target, page, assumedKeys) {
    const { messageId, channelType } = target;
    const extraContent = Object.fromEntries(assumedKeys.map((key) => [key, { v: '' }]));
    const isCommunity = channelType === 'community';
    return formRequest(
      isCommunity ? '/ultragroup/message/expansion/query.json' : '/message/expansion/query.json',
      { msgUID: messageId, ...(isCommunity && ultraGroupFields(target)), pageNo: page },
      { code: 200, extraContent },
    );
  },
  readList: readExpansion,
  set({ target, actor, echo }, entries) {
    const extraKeyVal = JSON.stringify(toObject(entries));
    return write('set', target, actor, { extraKeyVal }, echo);
  },
  delete({ target, actor, echo }, keys) {
    return write('delete', target, actor, { extraKey: JSON.stringify(keys) }, echo);
  },
};

function write(
  verb: 'set' | 'delete',
  target: Target,
  actor: string,
  change: Readonly<Record<string, string>>,
  echo: boolean | undefined,
) {
  const { messageId, channelType, channelId } = target;
  const written = { msgUID: messageId, userId: actor };
  return channelType === 'community'
    ? formRequest(`/ultragroup/message/expansion/${verb}.json`, {
        ...written,
        ...ultraGroupFields(target),
        ...change,
      })
    : formRequest(`/message/expansion/${verb}.json`, {
        ...written,
        conversationType: channelTypeNumber(channelType),
        targetId: channelId,
        ...change,
        isSyncSender: flag(echo),
      });
}

const ultraGroupFields = ({ channelId, subchannelId }: Target) => ({
  groupId: channelId,
  busChannel: subchannelId,
});
