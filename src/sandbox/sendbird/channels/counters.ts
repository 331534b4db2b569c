/** Channel metacounter: "Create / View / Update / Delete metacounter" (Sendbird docs). */
import { asFields, asInteger, choice, type Fields, flag, readBody, required } from '../http/body';
import type { Call } from '../http/endpoint';
import { channelOf } from '../http/path';
import { checkMetadataKey } from '../model/limits';
import type { Unknowns } from '../model/unknowns';
import {
  canUpdateKey,
  createEntries,
  type Entries,
  entryOfPath,
  keyOf,
  mergeEntries,
  requestedEntries,
  selectKeys,
  withoutKeyOfPath,
} from './entries';

type Counters = Entries<number>;

const MODES = ['set', 'increase', 'decrease'] as const;
type Mode = (typeof MODES)[number];

/** The counter after a change. */
const CHANGES: Readonly<Record<Mode, (before: number, amount: number) => number>> = {
  set: (_, amount) => amount,
  increase: (before, amount) => before + amount,
  decrease: (before, amount) => before - amount,
};

function readCounters(fields: Fields, unknowns: Unknowns): Counters {
  const entries = Object.entries(asFields(required(fields, 'metacounter'), 'metacounter'));
  return new Map(
    entries.map(([key, value]) => {
      checkMetadataKey(key, unknowns);
      return [key, asInteger(value, key)];
    }),
  );
}

const readMode = (fields: Fields): Mode => choice(fields.mode ?? 'set', 'mode', MODES);

/** The named counters after the change; a missing counter starts at 0. @throws Refusal 400113 beyond ±(2^53 − 1) */
const changeCounters = (counters: Counters, amounts: Counters, mode: Mode): Counters =>
  new Map(
    [...amounts].map(([key, amount]) => [
      key,
      asInteger(CHANGES[mode](counters.get(key) ?? 0, amount), key),
    ]),
  );

export function createCounters(call: Call): unknown {
  const channel = channelOf(call);
  const added = readCounters(readBody(call.request), call.unknowns);
  createEntries(channel.counters, added, call.unknowns.createExistingKey, (all) => {
    channel.counters = all;
  });
  return Object.fromEntries(added);
}

export const viewCounters = (call: Call): unknown =>
  Object.fromEntries(requestedEntries(call, channelOf(call).counters));

export const viewCounter = (call: Call): unknown =>
  Object.fromEntries(entryOfPath(call, channelOf(call).counters));

export function updateCounters(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const requested = readCounters(fields, call.unknowns);
  const upsert = flag(fields, 'upsert', false);
  const amounts = upsert ? requested : selectKeys(requested, channel.counters);
  const changed = changeCounters(channel.counters, amounts, readMode(fields));
  channel.counters = mergeEntries(channel.counters, changed);
  return Object.fromEntries(changed);
}

export function updateCounter(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  checkMetadataKey(keyOf(call), call.unknowns);
  const amount = asInteger(required(fields, 'value'), 'value');
  const mode = readMode(fields);
  const writes = canUpdateKey(call, channel.counters, flag(fields, 'upsert', false));
  const amounts: Counters = new Map(writes ? [[keyOf(call), amount]] : []);
  const changed = changeCounters(channel.counters, amounts, mode);
  channel.counters = mergeEntries(channel.counters, changed);
  return Object.fromEntries(changed);
}

export function deleteCounters(call: Call): unknown {
  channelOf(call).counters = new Map();
  return {};
}

export function deleteCounter(call: Call): unknown {
  const channel = channelOf(call);
  channel.counters = withoutKeyOfPath(call, channel.counters);
  return {};
}
