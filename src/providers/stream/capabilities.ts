import type { Capabilities, Capability } from '../../core/capability';

const everywhere = (capability: Capability) => ({
  direct: capability,
  group: capability,
  community: capability,
  open: capability,
});

const native = (how: string) => everywhere({ support: 'native', atomic: true, how });

/** The vendor addresses a message without its channel, so a read shows first that it is of this channel. */
const afterRead = (how: string, more: Partial<Capability> = {}) =>
  everywhere({ support: 'emulated', atomic: true, how: `reads the message; ${how}`, ...more });

export const CAPABILITIES: Capabilities = {
  'message.get': native('reads the message; the gateway selects the requested keys'),
  'message.get-many': everywhere({
    support: 'emulated',
    atomic: false,
    how: 'one read for each message',
  }),
  'message.set': afterRead('one write for all keys that change', { upsert: 'native' }),
  'message.delete': afterRead('one write for all keys'),
  'message.add-values': afterRead('one write of the whole lists'),
  'message.remove-values': afterRead('one write of the whole lists'),
  'message.change-values': afterRead('one write of the whole lists'),
  'channel.get': native('reads the channel; the gateway selects the requested keys'),
  'channel.set': native('all keys in one request'),
  'channel.delete': native('all keys in one request; all=true reads the keys first'),
};

export const LOST: readonly string[] = [
  'update times of entries',
  'types of values: a number, a truth value, null, an object or a list of anything but texts is read as its JSON text, and written back as text',
  'the difference between a text and a list of one text',
  'the order of keys that are whole numbers',
  'fields of nested objects: a key with a dot is refused',
];
