import type { Capabilities, Capability } from '../../core/capability';

const both = (capability: Capability) => ({ group: capability, open: capability });
const native = (how?: string) =>
  both({ support: 'native', atomic: true, ...(how !== undefined && { how }) });
const emulated = (how: string) => both({ support: 'emulated', atomic: false, how });

export const CAPABILITIES: Capabilities = {
  'message.get': native('the message is viewed with its values; given keys are picked from it'),
  'message.set': emulated(
    'a read, then at most three writes that add and remove values, and one that creates keys in the legacy form; a key is never absent on the way',
  ),
  'message.delete': native('given keys in one request; all=true reads the keys first'),
  'message.add-values': native('values that are there already are not added again'),
  'message.remove-values': native(),
  'channel.get': native(),
  'channel.set': native('updates and adds in one request'),
  'channel.delete': native('all in one request; given keys in one request each'),
  'counters.get': native(),
  'counters.change': native('one request for each of set, increase and decrease'),
  'counters.delete': native('all in one request; given keys in one request each'),
};

export const LOST: readonly string[] = [
  'update times of entries',
  'the order of keys of channel metadata, and of integer-like keys in the legacy form',
  'on whose behalf a call is made: the application token has no user',
];
