import { checkTexts, entryPointer, refuseFaults, type TextRule } from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import { GatewayError, type FieldError } from '../../core/gateway-error';
import type { ChangeCountersCall, SetCall, ValuesCall } from '../../core/operation';
import type { SendbirdSettings } from './settings';

interface Rules {
  readonly key: TextRule;
  readonly value: TextRule;
}

/** Keys travel in paths and in comma-separated lists, where these could not be told apart. */
const KEY = { allows: 'anything but a comma, and neither . nor ..', test: /^(?!\.{1,2}$)[^,]*$/ };

/** "data vs. metadata vs. sorted_metaarray": 80 bytes a key, 128 bytes a value. */
export const METAARRAY: Rules = {
  key: { minimum: 1, maximum: 80, unit: 'bytes', pattern: KEY },
  value: { maximum: 128, unit: 'bytes' },
};

/** "Update metadata": 128 a key, 190 a value, and no comma in a key. */
export function channelRules({ lengthUnit }: Pick<SendbirdSettings, 'lengthUnit'>): Rules {
  return {
    key: { minimum: 1, maximum: 128, unit: lengthUnit, pattern: KEY },
    value: { maximum: 190, unit: lengthUnit },
  };
}

/** @throws GatewayError provider-limit for a key or a value over the vendor's limits */
export function checkEntries(rules: Rules, call: SetCall): void {
  const keys = call.entries.map(({ key }) => key);
  refuseFaults('Sendbird', [
    ...checkTexts(rules.key, keys, (index) => entryPointer(call, index)),
    ...call.entries.flatMap((entry, index) => [
      ...checkTexts(rules.value, entry.values, (value) => entryPointer(call, index, value)),
      ...repeated(entry.values, (value) => entryPointer(call, index, value)),
    ]),
  ]);
}

/** @throws GatewayError provider-limit */
export function checkValues(rules: Rules, call: ValuesCall): void {
  refuseFaults('Sendbird', [
    ...checkTexts(rules.key, [call.key], () => 'path/key'),
    ...checkTexts(rules.value, call.values, (index) => `/values/${index}`),
    ...repeated(call.values, (index) => `/values/${index}`),
  ]);
}

/** Channel metadata keeps one value under a key. @throws GatewayError unsupported-by-provider */
export function refuseSeveralValues(call: SetCall): void {
  const several = call.entries.findIndex(({ values }) => values.length !== 1);
  if (several === -1) return;
  const pointer = call.isKeyInPath ? '/values' : `/entries/${several}/values`;
  throw new GatewayError(
    'unsupported-by-provider',
    'Sendbird keeps one value under a key of channel metadata.',
    { errors: [{ pointer, reason: 'must hold exactly one value' }] },
  );
}

/** @throws GatewayError provider-limit */
export function checkCounterKeys(rules: Rules, { changes }: ChangeCountersCall): void {
  const keys = changes.map(({ key }) => key);
  refuseFaults(
    'Sendbird',
    checkTexts(rules.key, keys, (index) => `/counters/${index}/key`),
  );
}

/** Message ids are 64-bit integers. @throws GatewayError provider-limit */
export function checkMessageId(messageId: string | undefined): string {
  if (messageId !== undefined && /^\d{1,19}$/.test(messageId)) return messageId;
  refuseFaults('Sendbird', [
    { pointer: 'path/messageId', reason: 'must be a whole number, as the vendor gives it' },
  ]);
  return '';
}

/** The vendor adds a value only where it is not there yet: a list with repeats cannot be kept. */
function repeated(values: readonly string[], at: (index: number) => string): FieldError[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ pointer: at(index), reason: 'is there twice; values are distinct' }],
  );
}

const rows = (resource: Limit['resource'], rules: Rules, source: string): Limit[] => [
  {
    resource,
    channelTypes: ['group', 'open'],
    rule: `keys: ${KEY.allows}`,
    maximum: rules.key.maximum,
    unit: rules.key.unit,
    pattern: KEY.test.source,
    source,
  },
  ...(resource === 'counters'
    ? [
        {
          resource,
          channelTypes: ['group', 'open'] as const,
          rule: 'values: whole numbers',
          source,
        },
      ]
    : [
        {
          resource,
          channelTypes: ['group', 'open'] as const,
          rule: 'values',
          maximum: rules.value.maximum,
          unit: rules.value.unit,
          source,
        },
      ]),
];

const PAGE_RULES = channelRules({ lengthUnit: 'bytes' });

export const LIMITS: readonly Limit[] = [
  ...rows('message', METAARRAY, 'data vs. metadata vs. sorted_metaarray'),
  ...rows('channel', PAGE_RULES, 'Update metadata'),
  ...rows('counters', PAGE_RULES, 'Update metacounter'),
];
