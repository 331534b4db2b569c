import type { Operation } from '../../core/operation';
import type { NexconnOptions } from './options';

/** What the caller should know of a call that is right all the same. */
export function warnings({ name, call }: Operation): string[] {
  const options: NexconnOptions = call.options;
  const { channelType } = call.target;
  const open = channelType === 'open';
  const writesOneOpenEntry =
    open && (name === 'channel.delete' || (name === 'channel.set' && call.entries.length === 1));
  const told: readonly (readonly [boolean, string])[] = [
    [
      options.echoToActor !== undefined && channelType !== 'direct' && channelType !== 'group',
      'echoToActor is for direct and group messages; it is passed over here',
    ],
    [
      options.autoDelete !== undefined && !open,
      'autoDelete is for open channels; it is passed over here',
    ],
    [
      options.notification !== undefined && !writesOneOpenEntry,
      'a notification goes with a single open-channel entry; it is passed over here',
    ],
    [
      name === 'message.set' && channelType === 'community' && call.entries.length > 20,
      'the vendor names 100 pairs a call in one place and 20 in another; this call has more than 20',
    ],
  ];
  return told.filter(([applies]) => applies).map(([, text]) => text);
}
