import type { Capabilities, Capability } from '../../core/capability';
import type { ChannelType } from '../../core/metadata';
import { groupTypeOf, lacks } from './limits';
import type { TencentSettings } from './settings';

const inChannels =
  (...channelTypes: readonly ChannelType[]) =>
  (how: string, atomic = true, support: Capability['support'] = 'native') =>
    Object.fromEntries(channelTypes.map((type) => [type, { support, atomic, how }])) as Readonly<
      Partial<Record<ChannelType, Capability>>
    >;

/** "Group types": audio-video groups have no message extensions, communities no counters. */
const messages = inChannels('direct', 'group', 'community');
const channels = inChannels('group', 'community', 'open');
const counters = inChannels('group', 'open');

export const CAPABILITIES: Capabilities = {
  'message.get': messages('200 keys in one request; the gateway selects the requested keys', false),
  'message.get-many': messages('one read for each message', false, 'emulated'),
  'message.set': messages('20 keys in one request; the vendor accepts or refuses each key', false),
  'message.delete': messages('20 keys in one request; all keys in one request', false),
  'channel.get': channels('reads all attributes; the gateway selects the requested keys'),
  'channel.set': channels('all keys in one request'),
  'channel.delete': {
    ...channels('all keys in one request; a read before it where a key does not exist'),
    community: {
      support: 'native',
      atomic: true,
      how: 'all keys in one request; all=true reads the keys first',
    },
  },
  'counters.get': counters('the given keys, or all, in one request'),
  'counters.change': counters('one request each for set, increase and decrease', false),
  'counters.delete': counters('the given keys, or all, in one request'),
};

/** Those of the group types that a connection has for the channel types. */
export const capabilitiesOf = (settings: TencentSettings): Capabilities =>
  Object.fromEntries(
    Object.entries(CAPABILITIES).map(([name, byChannelType]) => {
      const [resource = ''] = name.split('.');
      const exists = ([channelType]: [string, Capability]) => {
        const groupType = groupTypeOf(settings, channelType as ChannelType);
        return groupType === undefined || !lacks(groupType, resource);
      };
      return [name, Object.fromEntries(Object.entries(byChannelType).filter(exists))];
    }),
  );

export const LOST: readonly string[] = [
  'update times of entries',
  'versions of message extensions (Seq): the last write of a key wins',
  'counters beyond ±(2^53 − 1): they are refused, since JSON readers would round them',
  'the side of a direct channel: a message is addressed by its sender (the actor) and the other user (the channel)',
];
