import type { Quota } from '../../core/quota';
import type { ChannelType } from '../../core/metadata';
import type { Draw } from '../../core/upstream';

const perSecond = (
  name: string,
  limit: number,
  source: string,
  unit: Quota['unit'] = 'requests',
): Quota => ({ name, limit, windowMs: 1_000, unit, source });

/** Each applies to one app key, whoever calls. */
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

const one = (...quotas: readonly string[]): Draw[] => quotas.map((quota) => ({ quota, tokens: 1 }));

/** A set or delete in a direct or group channel also counts as a message sent there. */
export function messageDraws(verb: 'set' | 'delete' | 'list', channelType: ChannelType): Draw[] {
  if (channelType === 'community') return one(`community-metadata.${verb}`);
  if (verb === 'list') return one('message-metadata.list');
  return one(`message-metadata.${verb}`, `${channelType}-message`);
}

/** Every pair or key of a batch is counted. */
export function openChannelDraws(verb: 'set' | 'remove' | 'get', keys: number): Draw[] {
  return [{ quota: `open-channel.${verb}`, tokens: verb === 'get' ? 1 : keys }];
}
