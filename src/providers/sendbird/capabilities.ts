import type { Capabilities, Capability } from '../../core/capability';

const groupAndOpen = (capability: Capability) => ({ group: capability, open: capability });

const native = (how?: string) =>
  groupAndOpen({ support: 'native', atomic: true, ...(how !== undefined && { how }) });

/** One vendor call is enough for some calls; readers of others may see the states between several. */
const severalCalls = (how: string) => groupAndOpen({ support: 'native', atomic: false, how });

const emulated = (how: string) => groupAndOpen({ support: 'emulated', atomic: false, how });

/** The plan itself leaves out missing keys with `upsert: false`. */
const withUpsert = ({ group }: { readonly group: Capability }) =>
  groupAndOpen({ ...group, upsert: 'native' });

export const CAPABILITIES: Capabilities = {
  'message.get': native(
    'reads the message with its values; the gateway selects the requested keys',
  ),
  'message.get-many': native(
    'the message list around one of them has up to 401 messages; the others are read around another of them, the last one alone',
  ),
  'message.set': withUpsert(
    emulated(
      'one read, then at most three writes that add and remove values; the legacy form may need one more write to create keys; no key is absent in between',
    ),
  ),
  'message.delete': native(
    'the given keys in one request, in several if its URL were too long; all=true reads the keys first',
  ),
  'message.add-values': severalCalls(
    'one request; metaarray: legacy reads first, and needs one request each for new and for existing keys; values that the key already has are not added again',
  ),
  'message.remove-values': native(),
  'message.change-values': emulated(
    'one request for all values to add and one for all values to remove',
  ),
  'channel.get': native(),
  'channel.set': withUpsert(native('updates and adds keys in one request')),
  'channel.delete': severalCalls('all keys in one request, given keys in one request each'),
  'counters.get': native(),
  'counters.change': withUpsert(severalCalls('one request each for set, increase and decrease')),
  'counters.delete': severalCalls('all keys in one request, given keys in one request each'),
};

export const LOST: readonly string[] = [
  'update times of entries',
  'the order of keys of channel metadata, and of integer-like keys in the legacy form',
  'the actor: the application token acts for no user',
];
