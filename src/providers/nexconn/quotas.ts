import type { ChannelType } from '../../core/metadata';
import type { Quota } from '../../core/quota';
import type { Draw } from '../../core/upstream';

function perSecond(
  name: string,
  limit: number,
  source: string,
  unit: Quota['unit'] = 'requests',
): Quota {
  return { name, limit, windowMs: 1_000, unit, source };
}

/** Each quota applies to one app key ("Rate limits"). */
export const QUOTAS: readonly Quota[] = [
  perSecond('message-metadata.set', 100, 'Set message metadata'),
  perSecond('message-metadata.delete', 100, 'Delete message metadata'),
  perSecond('message-metadata.list', 100, 'Get message metadata'),
  perSecond(
    'group-message',
    20,
    'Set message metadata; known issues: shared with sending',
    'messages',
  ),
  {
    name: 'direct-message',
    limit: 6_000,
    windowMs: 60_000,
    unit: 'messages',
    source: 'Known issues: set and delete also consume the quota of sending direct messages',
  },
  perSecond('community-metadata.set', 100, 'Set community message metadata'),
  perSecond('community-metadata.delete', 100, 'Delete community message metadata'),
  perSecond('community-metadata.list', 100, 'Get message metadata (community channel)'),
  perSecond('open-channel.set', 100, 'Set metadata: shared with the batch endpoint', 'attributes'),
  perSecond('open-channel.remove', 100, 'Remove metadata: shared with the batch', 'attributes'),
  perSecond('open-channel.get', 100, 'Get metadata'),
];

/**
 * One token of the endpoint's quota. "Known issues": a set or delete in a direct or group channel also
 * counts as a message sent there.
 */
export function messageDraws(verb: 'set' | 'delete' | 'list', channelType: ChannelType): Draw[] {
  if (channelType === 'community') return [{ quota: `community-metadata.${verb}`, tokens: 1 }];
  const endpoint = { quota: `message-metadata.${verb}`, tokens: 1 };
  return verb === 'list' ? [endpoint] : [endpoint, { quota: `${channelType}-message`, tokens: 1 }];
}

/** One token for a read, and one for each key that is set or removed ("Set metadata"). */
export function openChannelDraws(verb: 'set' | 'remove' | 'get', keys: number): Draw[] {
  return [{ quota: `open-channel.${verb}`, tokens: verb === 'get' ? 1 : keys }];
}
