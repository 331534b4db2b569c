import { checkTexts, entryPointer, refuseFaults, type TextRule } from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import { GatewayError } from '../../core/gateway-error';
import type { SetCall } from '../../core/operation';

const KEY_CHARACTERS = {
  allows: 'letters, digits and + = - _ only',
  test: /^[A-Za-z0-9+=\-_]*$/,
};
const key = (maximum: number): TextRule => ({
  minimum: 1,
  maximum,
  unit: 'characters',
  pattern: KEY_CHARACTERS,
});

interface PlaceLimits {
  readonly key: TextRule;
  readonly value: TextRule;
  /** Pairs that the place holds at most. */
  readonly pairs: number;
  readonly perSet: number;
  readonly perDelete: number;
  readonly perRead: number;
}

/** "Set message metadata": keys 32, values 4,096, 100 pairs a request, 300 a message. */
export const MESSAGE: PlaceLimits = {
  key: key(32),
  value: { maximum: 4_096, unit: 'characters' },
  pairs: 300,
  perSet: 100,
  perDelete: 100,
  perRead: 300,
};

/** "Set metadata" of an open channel: keys 128, values 4,096, 100 pairs a channel; batches hold 20. */
export const OPEN_CHANNEL: PlaceLimits = {
  key: key(128),
  value: { maximum: 4_096, unit: 'characters' },
  pairs: 100,
  perSet: 20,
  perDelete: 20,
  perRead: 100,
};

/**
 * @throws GatewayError unsupported-by-provider for several values under one key; provider-limit for
 *   a key, a value or a count over the vendor's
 */
export function checkSet(limits: PlaceLimits, call: SetCall): void {
  const several = call.entries.findIndex(({ values }) => values.length !== 1);
  if (several !== -1)
    throw new GatewayError('unsupported-by-provider', 'Nexconn keeps one value under a key.', {
      errors: [
        {
          pointer: call.isKeyInPath ? '/values' : `/entries/${several}/values`,
          reason: 'must hold exactly one value',
        },
      ],
    });
  const keys = call.entries.map((entry) => entry.key);
  const values = call.entries.map((entry) => entry.values[0] ?? '');
  refuseFaults('Nexconn', [
    ...tooMany(limits, call.entries.length),
    ...checkTexts(limits.key, keys, (index) => entryPointer(call, index)),
    ...checkTexts(limits.value, values, (index) => entryPointer(call, index, 0)),
  ]);
}

function tooMany(limits: PlaceLimits, pairs: number) {
  if (pairs <= limits.pairs) return [];
  return [
    { pointer: '/entries', reason: `must hold at most ${limits.pairs} pairs, this has ${pairs}` },
  ];
}

const rows = (
  resource: Limit['resource'],
  channelTypes: Limit['channelTypes'],
  limits: PlaceLimits,
  source: string,
): Limit[] => [
  {
    resource,
    channelTypes,
    rule: `keys: ${KEY_CHARACTERS.allows}`,
    maximum: limits.key.maximum,
    unit: limits.key.unit,
    pattern: KEY_CHARACTERS.test.source,
    source,
  },
  {
    resource,
    channelTypes,
    rule: 'values',
    maximum: limits.value.maximum,
    unit: limits.value.unit,
    source,
  },
  { resource, channelTypes, rule: 'values under a key', maximum: 1, unit: 'values', source },
  {
    resource,
    channelTypes,
    rule: 'keys in one place',
    maximum: limits.pairs,
    unit: 'keys',
    source,
  },
  {
    resource,
    channelTypes,
    rule: 'keys set by one call',
    maximum: limits.perSet,
    unit: 'keys per call',
    source,
  },
];

export const LIMITS: readonly Limit[] = [
  ...rows('message', ['direct', 'group', 'community'], MESSAGE, 'Set message metadata'),
  ...rows('channel', ['open'], OPEN_CHANNEL, 'Set metadata (open channel)'),
];
