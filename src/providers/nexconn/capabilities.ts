import type { Capabilities, Capability } from '../../core/capability';

const native = (how: string): Capability => ({ support: 'native', atomic: true, how });

const messages = (how: string) => ({
  direct: native(how),
  group: native(how),
  community: native(how),
});

/** Channel metadata of direct, group and community channels, and counters, do not exist. */
export const CAPABILITIES: Capabilities = {
  'message.get': messages('pages of 300 entries; given keys are picked from them'),
  'message.set': messages('up to 100 keys in one call, all or none; more go in several calls'),
  'message.delete': messages('up to 100 keys in one call; all=true reads the keys first'),
  'channel.get': { open: native('all entries, or up to 100 given keys in one call') },
  'channel.set': { open: native('one key alone, several 20 at a time; a batch takes ownership') },
  'channel.delete': { open: native('one key alone, several 20 at a time; all=true reads first') },
};

export const LOST: readonly string[] = [
  'several values under one key',
  'the order of keys',
  'who owns an open-channel entry, and whether it goes with its owner',
  'update times on writes (reads have them)',
];
