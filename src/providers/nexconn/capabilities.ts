import type { Capabilities, Capability } from '../../core/capability';

const native = (how: string): Capability => ({ support: 'native', atomic: true, how });

const messages = (how: string) => ({
  direct: native(how),
  group: native(how),
  community: native(how),
});

const oneByOne: Capability = {
  support: 'emulated',
  atomic: false,
  how: 'one call for each message, side by side',
};

/** Nexconn has neither counters nor metadata of direct, group and community channels. */
export const CAPABILITIES: Capabilities = {
  'message.get': messages('pages of up to 300 entries; the gateway selects the requested keys'),
  'message.get-many': { direct: oneByOne, group: oneByOne, community: oneByOne },
  'message.set': messages('up to 100 keys in one call, all or none; more keys need several calls'),
  'message.delete': messages('up to 100 keys in one call; all=true reads the keys first'),
  'channel.get': { open: native('all entries, or up to 100 keys in one call') },
  'channel.set': {
    open: native(
      'one key in one call, several keys 20 in a call; a batch takes ownership; with a notification one key in a call',
    ),
  },
  'channel.delete': {
    open: native(
      'up to 20 keys of any owner in one call; with force=false one key in a call, in the name of the actor; all=true reads the keys first',
    ),
  },
};

export const LOST: readonly string[] = [
  'several values under one key',
  'the order of keys',
  'update times, owners and autoDelete in replies to writes (replies to reads have them)',
];
