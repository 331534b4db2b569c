import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import {
  replyOfSet,
  type DeleteCall,
  type ReadCall,
  type Reply,
  type SetCall,
  type ValuesCall,
} from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { isNotFound } from './errors';
import {
  METAARRAY_RULES,
  checkEntries,
  checkMessageId,
  checkStoredKeys,
  checkValues,
} from './limits';
import { metaarrayOf, type Dialect } from './metaarray';
import { draw } from './quotas';
import { confirmDeleted, confirmRemoved, confirmSet, confirmStored, readMessage } from './replies';
import { messageEndpoint, requestWithoutBody, splitKeys } from './requests';
import { planValueWrites, type ValueWrite } from './value-writes';

/** In an explanation, stands for the keys that the vendor would return. */
const PLACEHOLDER_KEY = '<every key>';

/** A write request with the values that it adds or removes. */
interface Step {
  readonly mode: ValueWrite['mode'];
  readonly items: readonly Entry[];
  readonly request: UpstreamRequest;
}

export function* getMessage(dialect: Dialect, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Sendbird', METAARRAY_RULES.key, call);
  return { entries: selectKeys(readMessage(yield viewRequest(dialect, call.target)), call.keys) };
}

/** @param keys absent: all */
export const selectKeys = (entries: readonly Entry[], keys?: readonly string[]) =>
  keys === undefined ? entries : entries.filter(({ key }) => keys.includes(key));

/**
 * Reads the message and writes the differences. Values end up in the given order, and no key is without
 * values in between.
 */
export function* setMessage(dialect: Dialect, call: SetCall): Plan<Reply> {
  checkEntries(METAARRAY_RULES, call);
  const assumedKeys = call.upsert === false ? call.entries.map(({ key }) => key) : [];
  const current = readMessage(yield viewRequest(dialect, call.target, assumedKeys));
  const existingKeys = new Set(current.map(({ key }) => key));
  const reply = replyOfSet(call, existingKeys);
  const steps = planValueWrites(reply.entries, current).flatMap((write) =>
    stepsOf(dialect, call, write, existingKeys),
  );
  refuseSeveralWrites(call, steps.length);
  confirmSet(reply.entries, yield* carryOutAll(dialect, steps));
  return reply;
}

/** Deletes the keys in one request, or in several where its URL would be too long. A missing key is no error. */
export function* deleteMessage(dialect: Dialect, call: DeleteCall): Plan<Reply> {
  checkKeys('Sendbird', METAARRAY_RULES.key, call);
  const keys = call.keys === 'all' ? yield* readStoredKeys(dialect, call.target) : call.keys;
  const lists = splitKeys(keys);
  refuseSeveralWrites(call, lists.length);
  for (const list of lists) yield* deleteKeys(dialect, call.target, list);
  return {};
}

/**
 * The vendor has the same code for a missing key, message and channel. After it the plan reads the message,
 * which fails if it is missing, and deletes those of the keys that it has.
 */
function* deleteKeys(dialect: Dialect, target: Target, keys: readonly string[]): Plan<void> {
  try {
    confirmDeleted(yield metaarrayOf(dialect).deleteRequest(target, keys));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const stored = selectKeys(readMessage(yield viewRequest(dialect, target)), keys);
    if (stored.length === keys.length) throw error;
    if (stored.length > 0)
      yield* deleteKeys(
        dialect,
        target,
        stored.map(({ key }) => key),
      );
  }
}

/** All keys of the message. @throws GatewayError provider-limit for a key that the delete cannot name */
function* readStoredKeys(dialect: Dialect, target: Target): Plan<readonly string[]> {
  const stored = readMessage(yield viewRequest(dialect, target, [PLACEHOLDER_KEY]));
  const keys = stored.map(({ key }) => key);
  checkStoredKeys(keys);
  return keys;
}

/**
 * One write for all values to add and one for all values to remove. In `legacy`, a read decides first which
 * keys to create (POST) and which to update (PUT). A value to remove that does not exist is no error.
 */
export function* changeValues(dialect: Dialect, call: ValuesCall): Plan<Reply> {
  checkValues(METAARRAY_RULES, call);
  const mayCreate = dialect === 'legacy' && call.add.length > 0;
  const current = mayCreate ? readMessage(yield viewRequest(dialect, call.target)) : [];
  // a removal never creates a key
  const existingKeys = new Set([...current, ...call.remove].map(({ key }) => key));
  const writes = [
    { mode: 'add', items: call.add },
    { mode: 'remove', items: call.remove },
  ] as const;
  const steps = writes
    .filter(({ items }) => items.length > 0)
    .map((write) => ({ ...write, completes: write.items.map(({ key }) => key) }))
    .flatMap((write) => stepsOf(dialect, call, write, existingKeys));
  refuseSeveralWrites(call, steps.length);
  const stored = yield* carryOutAll(dialect, steps);
  return {
    entries: [
      ...call.add.map((entry) => stored.get(entry.key) ?? entry),
      ...call.remove.map(({ key }) => stored.get(key) ?? { key, values: [] }),
    ],
  };
}

/** @returns the last reply about each key */
function* carryOutAll(dialect: Dialect, steps: readonly Step[]): Plan<ReadonlyMap<string, Entry>> {
  const replies = new Map<string, Entry>();
  for (const step of steps)
    for (const entry of yield* carryOut(dialect, step)) replies.set(entry.key, entry);
  return replies;
}

/**
 * @returns the items in the reply
 * @throws GatewayError upstream-malformed if the reply does not confirm the write
 */
function* carryOut(dialect: Dialect, { mode, items, request }: Step): Plan<Entry[]> {
  const stored = metaarrayOf(dialect).readItems(yield request);
  if (mode === 'add') confirmStored(items, stored);
  else confirmRemoved(items, stored);
  return stored;
}

/** One request in `sorted`. In `legacy`, POST creates missing keys and PUT updates existing ones. */
function stepsOf(
  dialect: Dialect,
  { target, upsert = true }: Pick<SetCall, 'target' | 'upsert'>,
  { mode, items, completes }: ValueWrite,
  existingKeys: ReadonlySet<string>,
): Step[] {
  const metaarray = metaarrayOf(dialect);
  if (dialect === 'sorted')
    return [
      { mode, items, request: metaarray.updateRequest(target, { mode, items, completes }, upsert) },
    ];
  const newItems = items.filter(({ key }) => !existingKeys.has(key));
  const existingItems = items.filter(({ key }) => existingKeys.has(key));
  const completed = completes.filter((key) => existingKeys.has(key));
  const steps: Step[] = [];
  if (newItems.length > 0)
    steps.push({ mode, items: newItems, request: metaarray.createRequest(target, newItems) });
  if (existingItems.length > 0)
    steps.push({
      mode,
      items: existingItems,
      request: metaarray.updateRequest(
        target,
        { mode, items: existingItems, completes: completed },
        upsert,
      ),
    });
  return steps;
}

/** Query parameters that include the values of a message; `legacy` also asks for the older field. */
export const VALUES_FLAGS: Readonly<Record<Dialect, string>> = {
  sorted: 'with_sorted_meta_array=true',
  legacy: 'with_sorted_meta_array=true&with_meta_array=true',
};

/** "View a message". @param assumedKeys for explanations */
export function viewRequest(
  dialect: Dialect,
  target: Target,
  assumedKeys: readonly string[] = [],
): UpstreamRequest {
  return requestWithoutBody(
    'GET',
    messageEndpoint(target, checkMessageId(target.messageId), ''),
    `?${VALUES_FLAGS[dialect]}`,
    {
      draws: draw('message.get'),
      effect: 'read',
      assumedPayload: {
        message_id: 0,
        sorted_metaarray: assumedKeys.map((key) => ({ key, value: [] })),
      },
    },
  );
}
