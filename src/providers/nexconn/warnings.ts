import type { Operation } from '../../core/operation';
import type { NexconnOptions } from './options';

/** "Set community message metadata" allows 100 pairs in a request, the SDK's reference only 20. */
const SDK_MAX_COMMUNITY_PAIRS = 20;

/** @returns a sentence for each option without an effect, and for a call that may be too large */
export function findWarnings({ name, call }: Operation): string[] {
  const { echoToActor, autoDelete, notification }: NexconnOptions = call.options;
  const { channelType } = call.target;
  const isOpenChannel = channelType === 'open';
  const writesOneOpenEntry =
    isOpenChannel &&
    (name === 'channel.delete' || (name === 'channel.set' && call.entries.length === 1));
  const warnings: string[] = [];
  if (echoToActor !== undefined && channelType !== 'direct' && channelType !== 'group')
    warnings.push('echoToActor applies to direct and group messages only; it is ignored here');
  if (autoDelete !== undefined && !isOpenChannel)
    warnings.push('autoDelete applies to open channels only; it is ignored here');
  if (notification !== undefined && !writesOneOpenEntry)
    warnings.push('notification applies to writes of one open-channel entry; it is ignored here');
  if (
    name === 'message.set' &&
    channelType === 'community' &&
    call.entries.length > SDK_MAX_COMMUNITY_PAIRS
  )
    warnings.push(
      'this call has more than 20 pairs; the vendor documents a limit of 100 in one place and of 20 in another',
    );
  return warnings;
}
