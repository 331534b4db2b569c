import type { TextRule } from '../../src/core/call-checks';
import type { Capabilities, Limit } from '../../src/core/capability';

const native = { group: { support: 'native', atomic: true } } as const;

/** Every other operation, and every other channel type, is refused without a vendor call. */
export const CAPABILITIES: Capabilities = {
  'channel.get': native,
  'channel.set': native,
};

export const KEY_RULE: TextRule = { maximum: 40, unit: 'characters' };

export const LIMITS: readonly Limit[] = [
  {
    resource: 'channel',
    channelTypes: ['group'],
    rule: 'length of a key',
    maximum: KEY_RULE.maximum,
    unit: KEY_RULE.unit,
    source: 'Keys',
  },
];
