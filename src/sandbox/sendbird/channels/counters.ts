/** Channel metacounter: "Create / View / Update / Delete metacounter" (Sendbird docs). */
import { asFields, asInteger, choice, type Fields, flag, readBody, required } from '../http/body';
import type { Call } from '../http/endpoint';
import {
  create,
  flat,
  joined,
  type Keyed,
  keyOf,
  mayUpdateOne,
  one,
  only,
  selected,
  withoutOne,
} from './entries';
import { checkMetadataKey } from '../model/limits';
import { channelOf } from '../http/path';
import type { Unknowns } from '../model/unknowns';

type Counters = Keyed<number>;

const MODES = ['set', 'increase', 'decrease'] as const;
type Mode = (typeof MODES)[number];

/** The counter after the change; one that is not there counts from 0. */
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

const modeOf = (fields: Fields): Mode => choice(fields.mode ?? 'set', 'mode', MODES);

const changed = (held: Counters, amounts: Counters, mode: Mode): Counters =>
  new Map(
    [...amounts].map(([key, amount]) => [
      key,
      asInteger(CHANGES[mode](held.get(key) ?? 0, amount), key),
    ]),
  );

export function createCounters(call: Call): unknown {
  const channel = channelOf(call);
  const given = readCounters(readBody(call.request), call.unknowns);
  create(channel.counters, given, call.unknowns.createExistingKey, (all) => {
    channel.counters = all;
  });
  return flat(given);
}

export const viewCounters = (call: Call): unknown => flat(selected(call, channelOf(call).counters));

export const viewCounter = (call: Call): unknown => flat(one(call, channelOf(call).counters));

export function updateCounters(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const given = readCounters(fields, call.unknowns);
  const amounts = flag(fields, 'upsert', false) ? given : only(given, channel.counters);
  const after = changed(channel.counters, amounts, modeOf(fields));
  channel.counters = joined(channel.counters, after);
  return flat(after);
}

export function updateCounter(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  checkMetadataKey(keyOf(call), call.unknowns);
  const amount = asInteger(required(fields, 'value'), 'value');
  const mode = modeOf(fields);
  const writes = mayUpdateOne(call, channel.counters, flag(fields, 'upsert', false));
  const amounts: Counters = new Map(writes ? [[keyOf(call), amount]] : []);
  const after = changed(channel.counters, amounts, mode);
  channel.counters = joined(channel.counters, after);
  return flat(after);
}

export function deleteCounters(call: Call): unknown {
  channelOf(call).counters = new Map();
  return {};
}

export function deleteCounter(call: Call): unknown {
  const channel = channelOf(call);
  channel.counters = withoutOne(call, channel.counters);
  return {};
}
