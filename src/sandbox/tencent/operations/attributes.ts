import {
  applySteps,
  byteLength,
  groupOf,
  keyIn,
  listIn,
  valueIn,
  type Call,
  type Fields,
} from '../http/call';
import { Refusal } from '../model/errors';
import type { Unknowns } from '../model/unknowns';

/** Limits of the attributes of one group ("Modify group attributes"). */
const MAX_ATTRIBUTES = 16;
const MAX_KEY_BYTES = 32;
const MAX_VALUE_BYTES = 4_000;

type Attributes = ReadonlyMap<string, string>;

/** Writes one attribute. @throws Refusal 10045 to 10048, or 10004 */
function write(attributes: Map<string, string>, pair: Fields, call: Call): void {
  const key = keyIn(pair, 'key', call);
  const value = valueIn(pair, 'value', call);
  if (byteLength(key) > MAX_KEY_BYTES) throw new Refusal(10045);
  if (byteLength(value) > MAX_VALUE_BYTES) throw new Refusal(10046);
  if (value === '' && call.unknowns.emptyAttributeValue === 'refuse')
    throw new Refusal(10004, 'value is empty');
  attributes.set(key, value);
  if (attributes.size > MAX_ATTRIBUTES) throw new Refusal(10047);
  if (totalBytes(attributes, call.unknowns) > call.unknowns.attributeBytes)
    throw new Refusal(10048);
}

function totalBytes(attributes: Attributes, { attributeBytesOf }: Unknowns): number {
  return [...attributes]
    .map(([key, value]) =>
      attributeBytesOf === 'values' ? byteLength(value) : byteLength(key) + byteLength(value),
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}

function writeTo(before: (attributes: Attributes) => Attributes, call: Call): object {
  const group = groupOf(call);
  applySteps(
    before(group.attributes),
    listIn(call.fields, 'GroupAttr'),
    (attributes, pair) => {
      write(attributes, pair, call);
    },
    (after) => {
      group.attributes = after;
    },
    call.unknowns,
  );
  return {};
}

/** Adds and changes attributes; keeps the others. */
export const modify = (call: Call): object => writeTo((attributes) => attributes, call);

/** Replaces all attributes. */
export const replace = (call: Call): object => writeTo(() => new Map(), call);

export function remove(call: Call): object {
  const group = groupOf(call);
  const keys = listIn(call.fields, 'GroupAttr').map((pair) => keyIn(pair, 'key', call));
  const { deleteAbsentAttribute } = call.unknowns;
  const isAbsent = keys.some((key) => !group.attributes.has(key));
  if (!isAbsent || deleteAbsentAttribute !== 'none')
    group.attributes = new Map([...group.attributes].filter(([key]) => !keys.includes(key)));
  if (isAbsent && deleteAbsentAttribute !== 'ignore') throw new Refusal(10050);
  return {};
}

export function clear(call: Call): object {
  const group = groupOf(call);
  const { communityClear, clearEmpty } = call.unknowns;
  if (group.type === 'Community' && !communityClear) throw new Refusal(10007);
  if (group.attributes.size === 0 && clearEmpty === 'refuse') throw new Refusal(10050);
  group.attributes = new Map();
  return {};
}

export function get(call: Call): object {
  const { emptyAttributes, attributeOrder } = call.unknowns;
  const written = [...groupOf(call).attributes].map(([key, value]) => ({ key, value }));
  const list = attributeOrder === 'reversed' ? written.toReversed() : written;
  return list.length === 0 && emptyAttributes === 'absent' ? {} : { GroupAttrAry: list };
}
