import { checkKeys, refuseCursor, requireActor } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import {
  replyOfSet,
  type DeleteCall,
  type ReadCall,
  type Reply,
  type SetCall,
  type ValuesCall,
} from '../../core/operation';
import { checkPlace } from '../../core/place-limit';
import type { Plan } from '../../core/upstream';
import { PLACEHOLDER, selectKeys } from './channel';
import {
  checkDeletable,
  checkEntries,
  checkTarget,
  checkValues,
  keyRule,
  placeLimit,
} from './limits';
import { optionFields } from './options';
import { confirmWritten, readMessage, sameValues } from './replies';
import { readMessageRequest, updateMessageRequest, type Update } from './requests';
import type { StreamSettings } from './settings';

type Write = SetCall | DeleteCall | ValuesCall;

export function* getMessage(settings: StreamSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkTarget(call.target);
  checkKeys('Stream', keyRule('message', settings), call);
  return { entries: selectKeys(yield* read(settings, call.target), call.keys) };
}

/** Writes the keys whose values differ, and deletes those of merged deletes, in one request. */
export function* setMessage(settings: StreamSettings, call: SetCall): Plan<Reply> {
  checkTarget(call.target);
  checkEntries(keyRule('message', settings), call);
  const fields = fieldsOf(settings, call);
  const assumed = call.upsert === false ? call.entries.map(({ key }) => key) : [];
  const assumedKeys = [...assumed, ...(call.deletes ?? [])];
  const current = yield* read(settings, call.target, assumedKeys.map(withOtherValues));
  const reply = replyOfSet(call, new Set(current.map(({ key }) => key)));
  checkPlace('Stream', placeLimit(settings), { ...call, entries: reply.entries }, current);
  yield* update(settings, call.target, current, reply.entries, call.deletes ?? [], fields);
  return reply;
}

/** Deletes the given keys in one request. All are deleted until a reply shows none. */
export function* deleteMessage(settings: StreamSettings, call: DeleteCall): Plan<Reply> {
  checkTarget(call.target);
  checkKeys('Stream', keyRule('message', settings), call);
  const { target, keys } = call;
  const fields = fieldsOf(settings, call);
  const assumed = keys === 'all' ? [PLACEHOLDER] : keys.map(withOtherValues);
  let current = yield* read(settings, target, assumed);
  const isUnwanted = (key: string) => keys === 'all' || keys.includes(key);
  for (;;) {
    const unset = current.map(({ key }) => key).filter(isUnwanted);
    if (unset.length === 0) return {};
    if (keys === 'all') checkDeletable(current);
    current = yield* update(settings, target, current, [], unset, fields);
  }
}

/** Adds values that a key does not have yet and removes others: one read, and one write of whole lists. */
export function* changeValues(settings: StreamSettings, call: ValuesCall): Plan<Reply> {
  checkTarget(call.target);
  checkValues(keyRule('message', settings), call);
  const fields = fieldsOf(settings, call);
  const current = yield* read(settings, call.target, call.remove);
  const held = new Map(current.map(({ key, values }) => [key, values]));
  const added = call.add.map(({ key, values }) => ({
    key,
    values: [...new Set([...(held.get(key) ?? []), ...values])],
  }));
  const kept = call.remove.map(({ key, values }) => ({
    key,
    values: (held.get(key) ?? []).filter((value) => !values.includes(value)),
  }));
  const entries = [...added, ...kept];
  const written = entries.filter(({ key, values }) => held.has(key) || values.length > 0);
  const { target, options, strict } = call;
  const asSet: SetCall = { target, options, strict, entries: written, isKeyInPath: false };
  checkPlace('Stream', placeLimit(settings), asSet, current);
  yield* update(settings, target, current, written, [], fields);
  return { entries };
}

/** The fields of an update besides `set` and `unset`. @throws GatewayError invalid-request without an actor */
function fieldsOf({ requireActor: isRequired }: StreamSettings, call: Write): object {
  const actor = isRequired ? requireActor(call) : call.actorId;
  return { ...(actor !== undefined && { user: { id: actor } }), ...optionFields(call.options) };
}

/** In an explanation, a key that exists, with other values than the wanted ones. */
const withOtherValues = (key: string): Entry => ({ key, values: [] });

/** A read shows that the message is in the channel of the address: the vendor's paths do not name it. */
function* read(
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[] = [],
): Plan<readonly Entry[]> {
  return readMessage(settings, target, yield readMessageRequest(settings, target, assumed));
}

/**
 * Writes the differences to the current entries.
 * @returns the entries after the update
 */
function* update(
  settings: StreamSettings,
  target: Target,
  current: readonly Entry[],
  wanted: readonly Entry[],
  unwanted: readonly string[],
  fields: object,
): Plan<readonly Entry[]> {
  const held = new Map(current.map(({ key, values }) => [key, values]));
  const change: Update = {
    set: wanted.filter(({ key, values }) => !sameValues(values, held.get(key))),
    unset: unwanted.filter((key) => held.has(key)),
  };
  if (change.set.length + change.unset.length === 0) return current;
  const request = updateMessageRequest(settings, target, change, fields);
  const stored = readMessage(settings, target, yield request);
  confirmWritten(change, stored);
  return stored;
}
