import {
  applySteps,
  byteLength,
  groupOf,
  keyIn,
  keysIn,
  listIn,
  type Call,
  type Fields,
} from '../http/call';
import { Refusal } from '../model/errors';
import type { Group } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** Limits of the counters of one group ("Update group counters"). */
const MAX_COUNTERS = 20;
const MAX_KEY_BYTES = 128;

const MODES = ['Set', 'Increase', 'Decrease'] as const;
type Mode = (typeof MODES)[number];

/** A group that can have counters. @throws Refusal 10059, 10060 or 10007 */
function countingGroup(call: Call): Group {
  const { counters } = call.unknowns;
  if (counters === 'edition') throw new Refusal(10059);
  if (counters === 'disabled') throw new Refusal(10060);
  const group = groupOf(call);
  if (group.type === 'Community') throw new Refusal(10007);
  return group;
}

const listed = (counters: ReadonlyMap<string, bigint>, keys: readonly string[]): object => ({
  GroupCounter: keys.map((key) => ({ Key: key, Value: counters.get(key) ?? 0n })),
});

export function get(call: Call): object {
  const { counters } = countingGroup(call);
  const keys = keysIn(call.fields, 'GroupCounterKeys') ?? [...counters.keys()];
  const { readAbsentCounter } = call.unknowns;
  return listed(
    counters,
    keys.filter((key) => readAbsentCounter === 'zero' || counters.has(key)),
  );
}

/** Replies the values after the change. */
export function update(call: Call): object {
  const group = countingGroup(call);
  const pairs = listIn(call.fields, 'GroupCounter');
  const mode = modeIn(call);
  applySteps(
    group.counters,
    pairs,
    (counters, pair) => {
      change(counters, mode, pair, call);
    },
    (after) => {
      group.counters = after;
    },
    call.unknowns,
  );
  return listed(group.counters, [...new Set(pairs.map((pair) => keyIn(pair, 'Key', call)))]);
}

/** @throws Refusal 10004 */
function modeIn({ fields: { Mode: given }, unknowns }: Call): Mode {
  const mode = MODES.find((one) => one === given);
  if (mode !== undefined) return mode;
  if (given === undefined && unknowns.counterMode === 'optional') return 'Set';
  throw new Refusal(10004, `Mode is not one of ${MODES.join(', ')}`);
}

/** @throws Refusal 10004 or `counterLimit` */
function change(counters: Map<string, bigint>, mode: Mode, pair: Fields, call: Call): void {
  const { counterLimit, negativeAmount } = call.unknowns;
  const key = keyIn(pair, 'Key', call);
  const amount = integerIn(pair);
  if (byteLength(key) > MAX_KEY_BYTES) throw new Refusal(counterLimit, 'key is too long');
  if (mode !== 'Set' && amount < 0n && negativeAmount === 'refuse')
    throw new Refusal(10004, 'Value is negative');
  const value = counters.get(key) ?? 0n;
  const results = { Set: amount, Increase: value + amount, Decrease: value - amount };
  counters.set(key, fitted(results[mode], call.unknowns));
  if (counters.size > MAX_COUNTERS) throw new Refusal(counterLimit, 'too many counters');
}

const BITS = 64;
const MAXIMUM = 2n ** 63n - 1n;
const isInt64 = (value: bigint): boolean => BigInt.asIntN(BITS, value) === value;

/** @throws Refusal 10004 */
function integerIn({ Value: value }: Fields): bigint {
  const integer = Number.isSafeInteger(value) ? BigInt(Number(value)) : value;
  if (typeof integer === 'bigint' && isInt64(integer)) return integer;
  throw new Refusal(10004, 'Value is not a 64-bit integer');
}

/** The value as a counter stores it. @throws Refusal 10004 beyond 64 bits */
function fitted(value: bigint, { counterOverflow }: Unknowns): bigint {
  if (isInt64(value)) return value;
  if (counterOverflow === 'refuse') throw new Refusal(10004, 'counter has more than 64 bits');
  if (counterOverflow === 'wrap') return BigInt.asIntN(BITS, value);
  return value > 0n ? MAXIMUM : -MAXIMUM - 1n;
}

export function remove(call: Call): object {
  const group = countingGroup(call);
  const keys = keysIn(call.fields, 'GroupCounterKeys');
  if (
    call.unknowns.deleteAbsentCounter === 'refuse' &&
    keys?.some((key) => !group.counters.has(key))
  )
    throw new Refusal(10004, 'counter does not exist');
  group.counters = new Map(
    keys === undefined ? [] : [...group.counters].filter(([key]) => !keys.includes(key)),
  );
  return {};
}
