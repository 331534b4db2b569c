import { checkTexts, entryPointer, refuseFaults, type TextRule } from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import { GatewayError, type FieldError } from '../../core/gateway-error';
import type { SetCall } from '../../core/operation';

const KEY_PATTERN = {
  reason: 'may contain only letters, digits and + = - _',
  test: /^[A-Za-z0-9+=\-_]*$/,
};

const keyRule = (maximum: number): TextRule => ({
  minimum: 1,
  maximum,
  unit: 'characters',
  pattern: KEY_PATTERN,
});

/** Numbers of a target: of one message, or of one open channel. */
interface TargetLimits {
  readonly key: TextRule;
  readonly value: TextRule;
  /** Most pairs of the target. */
  readonly pairs: number;
  /** Most pairs or keys in one vendor call. */
  readonly perSet: number;
  readonly perDelete: number;
  readonly perRead: number;
}

/**
 * "Set message metadata": keys 32 characters, values 4,096, 100 pairs in a request, 300 in a message.
 * "Get message metadata": 300 entries in a page. "Delete message metadata": 100 keys in a request.
 */
export const MESSAGE: TargetLimits = {
  key: keyRule(32),
  value: { maximum: 4_096, unit: 'characters' },
  pairs: 300,
  perSet: 100,
  perDelete: 100,
  perRead: 300,
};

/**
 * "Set metadata" of an open channel: keys 128 characters, values 4,096, 100 pairs in a channel. The
 * batch endpoints take 20 pairs or keys, a read takes 100 keys.
 */
export const OPEN_CHANNEL: TargetLimits = {
  key: keyRule(128),
  value: { maximum: 4_096, unit: 'characters' },
  pairs: 100,
  perSet: 20,
  perDelete: 20,
  perRead: 100,
};

/**
 * @throws GatewayError unsupported-by-provider for an entry without exactly one value; provider-limit
 *   for too many entries, and for a key or a value that breaks a rule
 */
export function checkSet(limits: TargetLimits, call: SetCall): void {
  const index = call.entries.findIndex(({ values }) => values.length !== 1);
  if (index !== -1) {
    const pointer = call.isKeyInPath ? '/values' : `/entries/${index}/values`;
    throw new GatewayError('unsupported-by-provider', 'Nexconn keeps one value under a key.', {
      errors: [{ pointer, reason: 'must have exactly one value' }],
    });
  }
  const keys = call.entries.map((entry) => entry.key);
  const values = call.entries.map((entry) => entry.values[0] ?? '');
  refuseFaults('Nexconn', [
    ...checkCount(limits, call.entries.length),
    ...checkTexts(limits.key, keys, (entry) => entryPointer(call, entry)),
    ...checkTexts(limits.value, values, (entry) => entryPointer(call, entry, 0)),
  ]);
}

function checkCount({ pairs }: TargetLimits, count: number): FieldError[] {
  if (count <= pairs) return [];
  return [{ pointer: '/entries', reason: `must have at most ${pairs} entries, but has ${count}` }];
}

/** The limits as rows for people. */
function describeLimits(
  facts: Pick<Limit, 'resource' | 'channelTypes' | 'source'>,
  { key, value, pairs, perSet }: TargetLimits,
): Limit[] {
  return [
    {
      ...facts,
      rule: `keys: ${KEY_PATTERN.reason}`,
      maximum: key.maximum,
      unit: key.unit,
      pattern: KEY_PATTERN.test.source,
    },
    { ...facts, rule: 'values', maximum: value.maximum, unit: value.unit },
    { ...facts, rule: 'values under a key', maximum: 1, unit: 'values' },
    { ...facts, rule: `keys of one ${facts.resource}`, maximum: pairs, unit: 'keys' },
    { ...facts, rule: 'keys in one set request', maximum: perSet, unit: 'keys per call' },
  ];
}

export const LIMITS: readonly Limit[] = [
  ...describeLimits(
    {
      resource: 'message',
      channelTypes: ['direct', 'group', 'community'],
      source: 'Set message metadata',
    },
    MESSAGE,
  ),
  ...describeLimits(
    { resource: 'channel', channelTypes: ['open'], source: 'Set metadata (open channel)' },
    OPEN_CHANNEL,
  ),
];
