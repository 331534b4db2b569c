import type { Capabilities, Limit } from '../../src/core/capability';

const native = { group: { support: 'native', atomic: true } } as const;

/** What is not here is refused as unsupported, without a vendor call. */
export const CAPABILITIES: Capabilities = {
  'channel.get': native,
  'channel.set': native,
};

export const KEY = { maximum: 40, unit: 'characters' } as const;

export const LIMITS: readonly Limit[] = [
  { resource: 'channel', channelTypes: ['group'], rule: 'length of a key', ...KEY, source: 'Keys' },
];
