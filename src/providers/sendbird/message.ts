import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall, ValuesCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { METAARRAY_RULES, checkEntries, checkMessageId, checkValues } from './limits';
import { metaarrayOf, type Dialect } from './metaarray';
import { draw } from './quotas';
import { confirmDeleted, confirmRemoved, confirmSet, confirmStored, readMessage } from './replies';
import { messageEndpoint, requestWithoutBody } from './requests';
import { planValueWrites, type ValueWrite } from './value-writes';

/** In an explanation, stands for the items that the vendor would return. */
const PLACEHOLDER_ITEM = { key: '<every key>', value: [] } as const;

/** A write request with the values that it adds or removes. */
interface Step {
  readonly mode: ValueWrite['mode'];
  readonly items: readonly Entry[];
  readonly request: UpstreamRequest;
}

export function* getMessage(dialect: Dialect, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Sendbird', METAARRAY_RULES.key, call);
  const entries = readMessage(yield viewRequest(dialect, call.target));
  const { keys } = call;
  return {
    entries: keys === undefined ? entries : entries.filter(({ key }) => keys.includes(key)),
  };
}

/**
 * Reads the message and writes the differences. Values end up in the given order, and no key is without
 * values in between.
 */
export function* setMessage(dialect: Dialect, call: SetCall): Plan<Reply> {
  checkEntries(METAARRAY_RULES, call);
  const current = readMessage(yield viewRequest(dialect, call.target));
  const existingKeys = new Set(current.map(({ key }) => key));
  const steps = planValueWrites(call.entries, current).flatMap((write) =>
    stepsOf(dialect, call.target, write, existingKeys),
  );
  refuseSeveralWrites(call, steps.length);
  const replies = new Map<string, Entry>();
  for (const step of steps)
    for (const entry of yield* carryOut(dialect, step)) replies.set(entry.key, entry);
  confirmSet(call.entries, replies);
  return { entries: call.entries };
}

/** Deletes any number of keys in one request. */
export function* deleteMessage(dialect: Dialect, call: DeleteCall): Plan<Reply> {
  checkKeys('Sendbird', METAARRAY_RULES.key, call);
  const keys =
    call.keys === 'all'
      ? readMessage(yield viewRequest(dialect, call.target, [PLACEHOLDER_ITEM])).map(
          ({ key }) => key,
        )
      : call.keys;
  if (keys.length > 0) confirmDeleted(yield metaarrayOf(dialect).deleteRequest(call.target, keys));
  return {};
}

/**
 * One write. In `legacy`, a read decides first whether to create the key (POST) or to update it (PUT).
 */
export function* addValues(dialect: Dialect, call: ValuesCall): Plan<Reply> {
  checkValues(METAARRAY_RULES, call);
  const metaarray = metaarrayOf(dialect);
  const item = { key: call.key, values: call.values };
  const usesUpdate = dialect === 'sorted' || (yield* hasKey(dialect, call.target, call.key));
  const request = usesUpdate
    ? metaarray.updateRequest(call.target, 'add', [item], [call.key])
    : metaarray.createRequest(call.target, [item]);
  const stored = yield* carryOut(dialect, { mode: 'add', items: [item], request });
  return { entries: [stored.find(({ key }) => key === call.key) ?? item] };
}

/** One write. A key or a value that does not exist is no error. */
export function* removeValues(dialect: Dialect, call: ValuesCall): Plan<Reply> {
  checkValues(METAARRAY_RULES, call);
  const items = [{ key: call.key, values: call.values }];
  const request = metaarrayOf(dialect).updateRequest(call.target, 'remove', items, [call.key]);
  const stored = yield* carryOut(dialect, { mode: 'remove', items, request });
  return { entries: [stored.find(({ key }) => key === call.key) ?? { key: call.key, values: [] }] };
}

function* hasKey(dialect: Dialect, target: Target, wanted: string): Plan<boolean> {
  return readMessage(yield viewRequest(dialect, target)).some(({ key }) => key === wanted);
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
  target: Target,
  { mode, items, completes }: ValueWrite,
  existingKeys: ReadonlySet<string>,
): Step[] {
  const metaarray = metaarrayOf(dialect);
  if (dialect === 'sorted')
    return [{ mode, items, request: metaarray.updateRequest(target, mode, items, completes) }];
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
      request: metaarray.updateRequest(target, mode, existingItems, completed),
    });
  return steps;
}

/** "View a message". `legacy` also asks for the older field. @param assumedItems for explanations */
function viewRequest(
  dialect: Dialect,
  target: Target,
  assumedItems: readonly object[] = [],
): UpstreamRequest {
  const legacyFlag = dialect === 'legacy' ? '&with_meta_array=true' : '';
  return requestWithoutBody(
    'GET',
    messageEndpoint(target, checkMessageId(target.messageId), ''),
    `?with_sorted_meta_array=true${legacyFlag}`,
    {
      draws: draw('message.get'),
      effect: 'read',
      assumedPayload: { message_id: 0, sorted_metaarray: assumedItems },
    },
  );
}
