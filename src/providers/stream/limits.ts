import {
  checkTexts,
  entryPointer,
  refuseFaults,
  valuesPointer,
  type TextRule,
} from '../../core/call-checks';
import type { Limit } from '../../core/capability';
import type { Entry } from '../../core/metadata';
import { GatewayError } from '../../core/gateway-error';
import type { SetCall, ValuesCall } from '../../core/operation';
import type { Target } from '../../core/metadata';
import type { PlaceLimit } from '../../core/place-limit';
import { RESERVED_NAMES, type Resource } from './reserved-names';
import type { StreamSettings } from './settings';
import { wireValue } from './values';

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A dot addresses a nested field, and a `$` begins an operator. System fields are no metadata. */
export function keyRule(resource: Resource, { reservedNames }: StreamSettings): TextRule {
  const reserved = [...RESERVED_NAMES[resource], ...reservedNames].map(escaped).join('|');
  return {
    minimum: 1,
    maximum: MAX_KEY_BYTES,
    unit: 'bytes',
    pattern: {
      reason: 'must not contain a dot, begin with "$" or be the name of a system field',
      test: new RegExp(`^(?!(?:${reserved})$)[^$.][^.]*$`, 'u'),
    },
  };
}

/** The vendor documents no maximum: this one, like the values, is bounded by the limit of the whole. */
const MAX_KEY_BYTES = 5_120;

/** "Send a message": custom data of one message has at most 5 KB; an older page says the same of a channel. */
export const placeLimit = ({ customDataBytes }: StreamSettings): PlaceLimit => ({
  maximumBytes: customDataBytes,
  bytesOf,
});

/**
 * The bytes of these entries as a JSON object. A text that is JSON itself counts as such, because a value
 * of another type is read as its JSON text.
 */
function bytesOf(entries: readonly Entry[]): number {
  const pairs = entries.map(({ key, values }) => `${JSON.stringify(key)}:${jsonOf(values)}`);
  return Buffer.byteLength(`{${pairs.join(',')}}`);
}

function jsonOf(values: readonly string[]): string {
  const [only = ''] = values;
  return values.length === 1 && isJsonOfAnotherType(only)
    ? only
    : JSON.stringify(wireValue(values));
}

function isJsonOfAnotherType(text: string): boolean {
  try {
    return typeof JSON.parse(text) !== 'string';
  } catch {
    return false;
  }
}

/** @throws GatewayError provider-limit for a key that breaks the rule */
export function checkEntries(rule: TextRule, call: SetCall): void {
  const keys = call.entries.map(({ key }) => key);
  const faults = checkTexts(rule, keys, (index) => entryPointer(call, index));
  refuseFaults('Stream', [...faults, ...checkTexts(rule, call.deletes ?? [], () => 'query/keys')]);
}

/**
 * Other clients can write a key with a dot by replacing all custom data. An update cannot delete it.
 * @throws GatewayError unsupported-by-provider for the first such key
 */
export function checkDeletable(entries: readonly Entry[]): void {
  const key = entries.map((entry) => entry.key).find((name) => name.includes('.'));
  if (key === undefined) return;
  const reason = `cannot delete the key ${JSON.stringify(key)}: a dot addresses a nested field`;
  throw new GatewayError('unsupported-by-provider', `Stream: all=true ${reason}.`, {
    errors: [{ pointer: 'query/all', reason }],
  });
}

/** @throws GatewayError provider-limit, as `checkEntries` */
export function checkValues(rule: TextRule, call: ValuesCall): void {
  const faultsIn = (list: 'add' | 'remove') =>
    checkTexts(
      rule,
      call[list].map(({ key }) => key),
      (index) => valuesPointer(call, list, index),
    );
  refuseFaults('Stream', [...faultsIn('add'), ...faultsIn('remove')]);
}

const MAX_CHANNEL_ID = 64;
const MAX_MESSAGE_ID = 255;

/**
 * @throws GatewayError provider-limit for an id that is longer than the vendor's
 * @throws GatewayError unsupported-by-provider for a subchannel
 */
export function checkTarget({ channelId, messageId = '', subchannelId }: Target): void {
  if (subchannelId !== undefined)
    throw new GatewayError('unsupported-by-provider', 'Stream: channels have no subchannels.', {
      errors: [{ pointer: 'query/subchannelId', reason: 'does not apply to this vendor' }],
    });
  const longest = (maximum: number): TextRule => ({ maximum, unit: 'characters' });
  refuseFaults('Stream', [
    ...checkTexts(longest(MAX_CHANNEL_ID), [channelId], () => 'path/channelId'),
    ...checkTexts(longest(MAX_MESSAGE_ID), [messageId], () => 'path/messageId'),
  ]);
}

const describe = (resource: Resource): Limit[] => {
  const facts: Pick<Limit, 'resource' | 'channelTypes'> = {
    resource,
    channelTypes: ['direct', 'group', 'community', 'open'],
  };
  return [
    {
      ...facts,
      rule: `keys: must not contain a dot, begin with "$" or be one of ${RESERVED_NAMES[resource].join(', ')}`,
      pattern: '^[^$.][^.]*$',
      source: resource === 'channel' ? 'Updating a channel' : 'OpenAPI document, MessageResponse',
    },
    {
      ...facts,
      rule: 'all entries together, as JSON',
      maximum: 5_120,
      unit: 'bytes',
      source: 'Send a message',
    },
  ];
};

/** The limits as rows for people. */
export const LIMITS: readonly Limit[] = [...describe('message'), ...describe('channel')];
