import { checkTexts, entryPointer, refuseFaults, type TextRule } from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import { GatewayError, type FieldError } from '../../core/gateway-error';
import type { ChannelType, Entry, Target } from '../../core/metadata';
import type { ChangeCountersCall, SetCall } from '../../core/operation';
import type { PlaceLimit } from '../../core/place-limit';
import type { GroupType, TencentSettings } from './settings';

interface EntryRules {
  readonly key: TextRule;
  readonly value: TextRule;
  /** Most keys of one message or group. */
  readonly keys: number;
}

const bytes = (minimum: number, maximum: number): TextRule => ({ minimum, maximum, unit: 'bytes' });

/** "Modify group attributes" (67010): 16 attributes, keys of 32 bytes, values of 4,000. */
export const ATTRIBUTES: EntryRules = { key: bytes(1, 32), value: bytes(0, 4_000), keys: 16 };

/** "Set one-to-one message extensions" (82030): 300 keys of 100 bytes, values of 1,000; 20 keys in a call. */
export const EXTENSIONS: EntryRules = { key: bytes(1, 100), value: bytes(0, 1_000), keys: 300 };
export const EXTENSIONS_PER_CALL = 20;

/** Extensions of a connection that takes empty values for deleted keys. */
export const extensionRules = ({ deletedExtensions }: TencentSettings): EntryRules =>
  deletedExtensions === 'empty' ? { ...EXTENSIONS, value: bytes(1, 1_000) } : EXTENSIONS;

/** "Update group counters" (85952): 20 counters, keys of 128 bytes. */
export const COUNTER_KEY = bytes(1, 128);
export const COUNTERS = 20;

/** Client documentation: keys and values of a group have at most 16 KB together. */
export const placeLimit = ({ groupAttributeBytes }: TencentSettings): PlaceLimit => ({
  maximumBytes: groupAttributeBytes,
  bytesOf: (entries: readonly Entry[]) =>
    entries.reduce(
      (sum, { key, values }) => sum + Buffer.byteLength(key) + Buffer.byteLength(values[0] ?? ''),
      0,
    ),
});

/**
 * @throws GatewayError unsupported-by-provider for an entry without exactly one value; provider-limit for
 *   too many entries, and for a key or a value that breaks a rule
 */
export function checkSet(rules: EntryRules, call: SetCall): void {
  const index = call.entries.findIndex(({ values }) => values.length !== 1);
  if (index !== -1) {
    const pointer = call.isKeyInPath ? '/values' : `/entries/${index}/values`;
    throw new GatewayError('unsupported-by-provider', 'Tencent keeps one value under a key.', {
      errors: [{ pointer, reason: 'must have exactly one value' }],
    });
  }
  const keys = call.entries.map((entry) => entry.key);
  const values = call.entries.map((entry) => entry.values[0] ?? '');
  refuseFaults('Tencent', [
    ...checkCount('/entries', rules.keys, keys.length),
    ...checkTexts(rules.key, keys, (entry) => entryPointer(call, entry)),
    ...checkTexts(rules.value, values, (entry) => entryPointer(call, entry, 0)),
  ]);
}

/** @throws GatewayError provider-limit for too many counters, and for a key that breaks the rule */
export function checkChanges({ changes }: ChangeCountersCall): void {
  const keys = changes.map(({ key }) => key);
  refuseFaults('Tencent', [
    ...checkCount('/counters', COUNTERS, keys.length),
    ...checkTexts(COUNTER_KEY, keys, (index) => `/counters/${index}/key`),
  ]);
}

function checkCount(pointer: string, maximum: number, count: number): FieldError[] {
  if (count <= maximum) return [];
  return [{ pointer, reason: `must have at most ${maximum} keys, but has ${count}` }];
}

type Resource = Limit['resource'];

/** The resources that each group type lacks ("Group types"). */
const LACKS: Readonly<Record<GroupType, readonly Resource[]>> = {
  Work: [],
  Public: [],
  Meeting: [],
  AVChatRoom: ['message'],
  Community: ['counters'],
};

export const lacks = (groupType: GroupType, resource: string): boolean =>
  LACKS[groupType].some((one) => one === resource);

/**
 * @throws GatewayError unsupported-by-provider for a subchannel, and where the group type of the connection
 *   for this channel type lacks the resource
 */
export function checkTarget(settings: TencentSettings, resource: Resource, target: Target): void {
  if (target.subchannelId !== undefined)
    throw unsupported(
      'topics of a community have ids of their own: send the id of the topic as that of the channel',
      'query/subchannelId',
    );
  const groupType = groupTypeOf(settings, target.channelType);
  if (groupType !== undefined && lacks(groupType, resource))
    throw unsupported(`groups of the type ${groupType} have no such data`, 'path/channelType');
}

/** Undefined for direct channels. */
export const groupTypeOf = (
  { channelTypes }: TencentSettings,
  channelType: ChannelType,
): GroupType | undefined => (channelType === 'direct' ? undefined : channelTypes[channelType]);

const unsupported = (reason: string, pointer: string): GatewayError =>
  new GatewayError('unsupported-by-provider', `Tencent: ${reason}.`, {
    errors: [{ pointer, reason: 'does not apply to this vendor or group type' }],
  });

/**
 * The number of a group message (`MsgSeq`), which the vendor reads as a JSON number.
 * @throws GatewayError provider-limit for any other text
 */
export function messageNumber({ messageId = '' }: Target): number {
  if (!/^(?:0|[1-9]\d{0,14})$/.test(messageId))
    refuseFaults('Tencent', [
      { pointer: 'path/messageId', reason: 'must be a whole number of at most 15 digits' },
    ]);
  return Number(messageId);
}

/** The limits as rows for people. */
function describeRules(
  facts: Pick<Limit, 'resource' | 'channelTypes' | 'source'>,
  { key, value, keys }: EntryRules,
): Limit[] {
  return [
    { ...facts, rule: 'keys: any text', maximum: key.maximum, unit: key.unit },
    { ...facts, rule: 'values', maximum: value.maximum, unit: value.unit },
    { ...facts, rule: 'values under a key', maximum: 1, unit: 'values' },
    { ...facts, rule: `keys of one ${facts.resource}`, maximum: keys, unit: 'keys' },
  ];
}

const MESSAGE_FACTS: Pick<Limit, 'resource' | 'channelTypes' | 'source'> = {
  resource: 'message',
  channelTypes: ['direct', 'group', 'community'],
  source: 'Set one-to-one message extensions (82030)',
};

const CHANNEL_FACTS: Pick<Limit, 'resource' | 'channelTypes' | 'source'> = {
  resource: 'channel',
  channelTypes: ['group', 'community', 'open'],
  source: 'Modify group attributes (67010)',
};

const COUNTER_FACTS: Pick<Limit, 'resource' | 'channelTypes' | 'source'> = {
  resource: 'counters',
  channelTypes: ['group', 'open'],
  source: 'Update group counters (85952)',
};

export const LIMITS: readonly Limit[] = [
  ...describeRules(MESSAGE_FACTS, EXTENSIONS),
  {
    ...MESSAGE_FACTS,
    rule: 'keys in one request',
    maximum: EXTENSIONS_PER_CALL,
    unit: 'keys per call',
  },
  ...describeRules(CHANNEL_FACTS, ATTRIBUTES),
  {
    ...CHANNEL_FACTS,
    rule: 'keys and values together',
    maximum: 16_384,
    unit: 'bytes',
    source: 'Client documentation, group attributes',
  },
  {
    ...COUNTER_FACTS,
    rule: 'keys: any text',
    maximum: COUNTER_KEY.maximum,
    unit: COUNTER_KEY.unit,
  },
  { ...COUNTER_FACTS, rule: 'values: whole numbers of at most 53 bits' },
  { ...COUNTER_FACTS, rule: 'counters of one channel', maximum: COUNTERS, unit: 'keys' },
];
