import {
  checkTexts,
  entryPointer,
  refuseFaults,
  valuesPointer,
  type TextRule,
} from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import { GatewayError, type FieldError } from '../../core/gateway-error';
import type { ChangeCountersCall, SetCall, ValuesCall } from '../../core/operation';
import type { SendbirdSettings } from './settings';

interface EntryRules {
  readonly key: TextRule;
  readonly value: TextRule;
}

/**
 * Keys travel in comma-separated lists and as path segments, where `.` and `..` have a meaning. The vendor's
 * pages write lists with a blank after the comma: the key ` a` would be taken for the key `a`.
 */
const KEY_PATTERN = {
  reason: 'must not contain a comma, begin or end with whitespace, or be "." or ".."',
  test: /^(?!\.{1,2}$)[^,\s]([^,]*[^,\s])?$/,
};

/** "data vs. metadata vs. sorted_metaarray": 80 bytes for a key, 128 bytes for a value. */
export const METAARRAY_RULES: EntryRules = {
  key: { minimum: 1, maximum: 80, unit: 'bytes', pattern: KEY_PATTERN },
  value: { maximum: 128, unit: 'bytes' },
};

/** "Update metadata": 128 for a key, 190 for a value, and no comma in a key. */
export function channelRules({ lengthUnit }: Pick<SendbirdSettings, 'lengthUnit'>): EntryRules {
  return {
    key: { minimum: 1, maximum: 128, unit: lengthUnit, pattern: KEY_PATTERN },
    value: { maximum: 190, unit: lengthUnit },
  };
}

/** @throws GatewayError provider-limit for a key or a value that breaks a rule, or a repeated value */
export function checkEntries(rules: EntryRules, call: SetCall): void {
  const keys = call.entries.map(({ key }) => key);
  refuseFaults('Sendbird', [
    ...checkTexts(rules.key, keys, (index) => entryPointer(call, index)),
    ...call.entries.flatMap((entry, index) => [
      ...checkTexts(rules.value, entry.values, (value) => entryPointer(call, index, value)),
      ...findRepeated(entry.values, (value) => entryPointer(call, index, value)),
    ]),
  ]);
}

/** @throws GatewayError provider-limit, as `checkEntries` */
export function checkValues(rules: EntryRules, call: ValuesCall): void {
  const faultsIn = (list: 'add' | 'remove'): FieldError[] =>
    call[list].flatMap(({ key, values }, entry) => [
      ...checkTexts(rules.key, [key], () => valuesPointer(call, list, entry)),
      ...checkTexts(rules.value, values, (value) => valuesPointer(call, list, entry, value)),
      ...findRepeated(values, (value) => valuesPointer(call, list, entry, value)),
    ]);
  refuseFaults('Sendbird', [...faultsIn('add'), ...faultsIn('remove')]);
}

/**
 * Channel metadata keeps one value under a key.
 * @throws GatewayError unsupported-by-provider for an entry without exactly one value
 */
export function checkSingleValues(call: SetCall): void {
  const index = call.entries.findIndex(({ values }) => values.length !== 1);
  if (index === -1) return;
  const pointer = call.isKeyInPath ? '/values' : `/entries/${index}/values`;
  throw new GatewayError(
    'unsupported-by-provider',
    'Sendbird keeps one value under a key of channel metadata.',
    { errors: [{ pointer, reason: 'must have exactly one value' }] },
  );
}

/**
 * Keys of a message, which other clients have written, before all of them are deleted.
 * @throws GatewayError provider-limit for a key that no list can name; it would delete another key or none
 */
export function checkStoredKeys(keys: readonly string[]): void {
  const unnameable = keys.filter((key) => !KEY_PATTERN.test.test(key));
  refuseFaults(
    'Sendbird',
    unnameable.map((key) => ({
      pointer: 'query/all',
      reason: `includes the key ${JSON.stringify(key)}; a key to delete ${KEY_PATTERN.reason}`,
    })),
  );
}

/** @throws GatewayError provider-limit for a key that breaks a rule */
export function checkCounterKeys(rules: EntryRules, { changes }: ChangeCountersCall): void {
  const keys = changes.map(({ key }) => key);
  refuseFaults(
    'Sendbird',
    checkTexts(rules.key, keys, (index) => `/counters/${index}/key`),
  );
}

/**
 * Message ids are 64-bit integers. Zeros before one would name the same message with another lock.
 * @throws GatewayError provider-limit for any other id
 */
export function checkMessageId(messageId: string | undefined, pointer = 'path/messageId'): string {
  if (messageId !== undefined && /^(0|[1-9]\d{0,18})$/.test(messageId)) return messageId;
  refuseFaults('Sendbird', [
    { pointer, reason: 'must be a whole number of at most 19 digits, without zeros before it' },
  ]);
  return '';
}

/** The vendor adds a value only if the key does not have it yet, so a list with repeats cannot be stored. */
function findRepeated(
  values: readonly string[],
  pointerAt: (index: number) => string,
): FieldError[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ pointer: pointerAt(index), reason: 'is given twice; values of a key must differ' }],
  );
}

/** The limits as rows for people. */
function describeLimits(
  resource: Limit['resource'],
  { key, value }: EntryRules,
  source: string,
): Limit[] {
  const facts: Pick<Limit, 'resource' | 'channelTypes' | 'source'> = {
    resource,
    channelTypes: ['group', 'open'],
    source,
  };
  return [
    {
      ...facts,
      rule: `keys: ${KEY_PATTERN.reason}`,
      maximum: key.maximum,
      unit: key.unit,
      pattern: KEY_PATTERN.test.source,
    },
    resource === 'counters'
      ? { ...facts, rule: 'values: whole numbers' }
      : { ...facts, rule: 'values', maximum: value.maximum, unit: value.unit },
  ];
}

const DEFAULT_CHANNEL_RULES = channelRules({ lengthUnit: 'characters' });

export const LIMITS: readonly Limit[] = [
  ...describeLimits('message', METAARRAY_RULES, 'data vs. metadata vs. sorted_metaarray'),
  ...describeLimits('channel', DEFAULT_CHANNEL_RULES, 'Update metadata'),
  ...describeLimits('counters', DEFAULT_CHANNEL_RULES, 'Update metacounter'),
];
