import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall, ValuesCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { difference, type Write } from './difference';
import { METAARRAY, checkEntries, checkMessageId, checkValues } from './limits';
import { LEGACY, SORTED, type Metaarray } from './metaarray';
import { draw } from './quotas';
import { confirmDeleted, confirmRemoved, confirmSet, confirmStored, readMessage } from './replies';
import { bare, messagePlace } from './requests';
import type { SendbirdSettings } from './settings';

type Dialect = SendbirdSettings['metaarray'];

/** Stands in an explanation for the items that the vendor would answer. */
const SOME_ITEM = { key: '<every key>', value: [] } as const;

/** A write with what it adds or removes. */
interface Step {
  readonly mode: Write['mode'];
  readonly items: readonly Entry[];
  readonly request: UpstreamRequest;
}

const metaarrayOf = (dialect: Dialect): Metaarray => (dialect === 'sorted' ? SORTED : LEGACY);

export function* getMessage(dialect: Dialect, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Sendbird', METAARRAY.key, call);
  const entries = readMessage(yield view(dialect, call.target));
  const { keys } = call;
  return {
    entries: keys === undefined ? entries : entries.filter(({ key }) => keys.includes(key)),
  };
}

/** Reads, then writes what is different: values end in the given order and are never absent. */
export function* setMessage(dialect: Dialect, call: SetCall): Plan<Reply> {
  checkEntries(METAARRAY, call);
  const current = readMessage(yield view(dialect, call.target));
  const known = new Set(current.map(({ key }) => key));
  const writes = difference(call.entries, current).flatMap((write) =>
    requests(dialect, call.target, write, known),
  );
  refuseSeveralWrites(call, writes.length);
  const stored = new Map<string, Entry>();
  for (const write of writes)
    for (const entry of yield* carryOut(dialect, write)) stored.set(entry.key, entry);
  confirmSet(call.entries, stored);
  return { entries: call.entries };
}

/** One request, whatever the number of keys. */
export function* deleteMessage(dialect: Dialect, call: DeleteCall): Plan<Reply> {
  checkKeys('Sendbird', METAARRAY.key, call);
  const keys =
    call.keys === 'all'
      ? readMessage(yield view(dialect, call.target, [SOME_ITEM])).map(({ key }) => key)
      : call.keys;
  if (keys.length > 0) confirmDeleted(yield metaarrayOf(dialect).remove(call.target, keys));
  return {};
}

/** One write; the older endpoints must be told whether the key is new, so there a read goes before. */
export function* addValues(dialect: Dialect, call: ValuesCall): Plan<Reply> {
  checkValues(METAARRAY, call);
  const metaarray = metaarrayOf(dialect);
  const item = { key: call.key, values: call.values };
  const isKnown = dialect === 'sorted' || (yield* has(dialect, call.target, call.key));
  const request = isKnown
    ? metaarray.update(call.target, 'add', [item], [call.key])
    : metaarray.create(call.target, [item]);
  const added = yield* carryOut(dialect, { mode: 'add', items: [item], request });
  return { entries: [added.find(({ key }) => key === call.key) ?? item] };
}

function* has(dialect: Dialect, target: Target, wanted: string): Plan<boolean> {
  return readMessage(yield view(dialect, target)).some(({ key }) => key === wanted);
}

/** Values, or a key, that are not there are no error. */
export function* removeValues(dialect: Dialect, call: ValuesCall): Plan<Reply> {
  checkValues(METAARRAY, call);
  const items = [{ key: call.key, values: call.values }];
  const request = metaarrayOf(dialect).update(call.target, 'remove', items, [call.key]);
  const left = yield* carryOut(dialect, { mode: 'remove', items, request });
  return { entries: [left.find(({ key }) => key === call.key) ?? { key: call.key, values: [] }] };
}

/** A write whose reply shows it. @returns what the reply shows */
function* carryOut(dialect: Dialect, { mode, items, request }: Step): Plan<Entry[]> {
  const stored = metaarrayOf(dialect).read(yield request);
  if (mode === 'add') confirmStored(items, stored);
  else confirmRemoved(items, stored);
  return stored;
}

/** The older endpoint creates keys by POST and changes existing ones by PUT. */
function requests(
  dialect: Dialect,
  target: Target,
  { mode, items, completes }: Write,
  known: ReadonlySet<string>,
): Step[] {
  const metaarray = metaarrayOf(dialect);
  if (dialect === 'sorted')
    return [{ mode, items, request: metaarray.update(target, mode, items, completes) }];
  const isKnown = ({ key }: Entry) => known.has(key);
  const created = items.filter((item) => !isKnown(item));
  const changed = items.filter(isKnown);
  const done = completes.filter((key) => known.has(key));
  return [
    ...step(mode, created, () => metaarray.create(target, created)),
    ...step(mode, changed, () => metaarray.update(target, mode, changed, done)),
  ];
}

const step = (mode: Step['mode'], items: readonly Entry[], make: () => UpstreamRequest): Step[] =>
  items.length > 0 ? [{ mode, items, request: make() }] : [];

/** The older flag goes along in the older dialect, and either form of the reply is read. */
function view(dialect: Dialect, target: Target, presumed: readonly object[] = []): UpstreamRequest {
  const older = dialect === 'legacy' ? '&with_meta_array=true' : '';
  return bare(
    'GET',
    messagePlace(target, checkMessageId(target.messageId), ''),
    `?with_sorted_meta_array=true${older}`,
    {
      draws: draw('message.get'),
      effect: 'read',
      assumedPayload: { message_id: 0, sorted_metaarray: presumed },
    },
  );
}
