import type { Capabilities, Capability } from '../../core/capability';

const native = (how: string): Capability => ({ support: 'native', atomic: true, how });

const messages = (how: string) => ({
  direct: native(how),
  group: native(how),
  community: native(how),
});

/** Nexconn has neither counters nor metadata of direct, group and community channels. */
export const CAPABILITIES: Capabilities = {
  'message.get': messages('pages of up to 300 entries; the gateway selects the requested keys'),
  'message.set': messages('up to 100 keys in one call, all or none; more keys need several calls'),
  'message.delete': messages('up to 100 keys in one call; all=true reads the keys first'),
  'channel.get': { open: native('all entries, or up to 100 keys in one call') },
  'channel.set': {
    open: native('one key in one call, several keys 20 in a call; a batch takes ownership'),
  },
  'channel.delete': {
    open: native('one key in one call, several keys 20 in a call; all=true reads the keys first'),
  },
};

export const LOST: readonly string[] = [
  'several values under one key',
  'the order of keys',
  'the owner of an open-channel entry, and whether the entry is deleted when the owner leaves',
  'update times in replies to writes (replies to reads have them)',
];
