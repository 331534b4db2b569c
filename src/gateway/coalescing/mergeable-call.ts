import type { Entry } from '../../core/metadata';
import {
  isReadOperation,
  namedKeys,
  type ChangeCountersCall,
  type DeleteCall,
  type Operation,
  type OperationName,
  type Reply,
  type SetCall,
} from '../../core/operation';
import { placeLimitOf, type PlaceLimit } from '../../core/place-limit';
import type { Adapter } from '../../core/provider';
import { fitsOneChange, isRelative, sumChanges, valuesAfterEach } from './counter-sums';

/**
 * Writes that one vendor call can carry together: sets with sets, deletes of keys with deletes of keys (and
 * with sets, where the vendor can), increases and decreases of counters with each other.
 */
export type MergeableCall =
  SetCall | (DeleteCall & { readonly keys: readonly string[] }) | ChangeCountersCall;

/** The rules of an adapter for merging. */
export type MergeRules = Pick<
  Adapter,
  'mergeLimits' | 'isNeverMerged' | 'placeLimits' | 'mergesDeletes'
>;

/** How many keys one vendor call takes, or `same-keys`: see `Adapter.mergeLimits`. */
export type MergeLimit = number | 'same-keys';

/** The call of an operation that may be merged with others; undefined where it may not. */
export function mergeableCallOf({ name, call }: Operation): MergeableCall | undefined {
  if (call.strict || call.ifMatch !== undefined || call.ifEntry !== undefined) return undefined;
  if ('upsert' in call && call.upsert === false) return undefined;
  if (name === 'message.set' || name === 'channel.set') return call;
  if (name === 'counters.change') return isRelative(call.changes) ? call : undefined;
  if (name !== 'message.delete' && name !== 'channel.delete') return undefined;
  const { keys } = call;
  return keys === 'all' ? undefined : { ...call, keys };
}

/** The operation that carries these calls, the first of which is of an operation of this name. */
export function mergedOperation(name: OperationName, calls: readonly MergeableCall[]): Operation {
  const call = mergeCalls(calls);
  if ('changes' in call) return { name, call } as Operation;
  const resource = resourceOf(name);
  return { name: `${resource}.${'entries' in call ? 'set' : 'delete'}`, call } as Operation;
}

const resourceOf = (name: OperationName): string => name.slice(0, name.indexOf('.'));

export const keysOf = (call: MergeableCall): readonly string[] =>
  'keys' in call ? call.keys : (namedKeys(call) as readonly string[]);

/**
 * The replies of the single calls, in their order, after one vendor call has carried them: entries as each
 * gave them, counters as they were after its own change.
 */
export function repliesTo(calls: readonly MergeableCall[], merged: Reply): Reply[] {
  const changes = calls.flatMap((call) => ('changes' in call ? [call.changes] : []));
  if (changes.length > 0)
    return valuesAfterEach(changes, merged.counters ?? []).map((counters) => ({ counters }));
  return calls.map((call) => ('entries' in call ? { entries: call.entries } : {}));
}

/** Writes with the same text differ in their keys only: one vendor call can carry them. */
export function mergeKey(
  name: OperationName,
  { target, actorId, options }: MergeableCall,
  { mergesDeletes = false }: Pick<Adapter, 'mergesDeletes'> = {},
): string {
  const { channelType, channelId, messageId, subchannelId } = target;
  const kind = mergesDeletes && /[.](?:set|delete)$/.test(name) ? resourceOf(name) : name;
  return JSON.stringify([kind, channelType, channelId, messageId, subchannelId, actorId, options]);
}

/**
 * One call that ends as these calls do one after the other: the last write of a key wins, changes of a
 * counter are summed.
 * @throws RangeError without a call
 */
export function mergeCalls(calls: readonly MergeableCall[]): MergeableCall {
  const [first, ...others] = calls;
  if (first === undefined) throw new RangeError('There are no calls to merge.');
  if (others.length === 0) return first;
  if ('changes' in first) {
    const changes = calls.flatMap((call) => ('changes' in call ? call.changes : []));
    return { ...first, changes: sumChanges(changes) };
  }
  return mergeSetsAndDeletes(calls);
}

function mergeSetsAndDeletes(calls: readonly MergeableCall[]): MergeableCall {
  const last = new Map<string, Entry | 'deleted'>();
  let set: SetCall | undefined;
  let deletion: DeleteCall | undefined;
  for (const call of calls) {
    if ('keys' in call) {
      deletion ??= call;
      for (const key of call.keys) last.set(key, 'deleted');
    } else if ('entries' in call) {
      set ??= call;
      for (const key of call.deletes ?? []) last.set(key, 'deleted');
      for (const entry of call.entries) last.set(entry.key, entry);
    }
  }
  const entries = [...last.values()].filter((one) => one !== 'deleted');
  const deletes = [...last.keys()].filter((key) => last.get(key) === 'deleted');
  if (set !== undefined && (entries.length > 0 || deletion === undefined))
    return {
      ...set,
      entries,
      isKeyInPath: false,
      deletes: deletes.length > 0 ? deletes : undefined,
    };
  if (deletion === undefined) throw new RangeError('There are no calls to merge.');
  return { ...deletion, keys: deletes };
}

/** Both calls as one; undefined where one vendor call cannot carry both at no extra cost. */
export function mergeWithin(
  one: MergeableCall,
  other: MergeableCall,
  limit: MergeLimit,
  place?: PlaceLimit,
): MergeableCall | undefined {
  if ('changes' in one && 'changes' in other && !fitsOneChange([...one.changes, ...other.changes]))
    return undefined;
  const both = mergeCalls([one, other]);
  if (place !== undefined && 'entries' in both && place.bytesOf(both.entries) > place.maximumBytes)
    return undefined;
  const keys = keysOf(both).length;
  const fits =
    limit === 'same-keys'
      ? keys === keysOf(one).length && keys === keysOf(other).length
      : keys <= limit;
  return fits ? both : undefined;
}

/** Equal reads of a run share one vendor call; the others are sent side by side, at most this many. */
const MAX_READS_IN_RUN = 100;

/**
 * How many of these operations on one target, counted from the first, may be executed as one run: writes
 * that one vendor call can carry, or reads without a write between them.
 */
export function leadingRunLength(adapter: MergeRules, operations: Iterable<Operation>): number {
  let length = 0;
  let run: ReadRun | WriteRun | undefined;
  for (const operation of operations) {
    if (run === undefined)
      run = isReadOperation(operation.name) ? new ReadRun() : new WriteRun(adapter, operation);
    else if (!run.takes(operation)) break;
    length += 1;
  }
  return length;
}

class ReadRun {
  private length = 1;

  takes(operation: Operation): boolean {
    this.length += 1;
    return isReadOperation(operation.name) && this.length <= MAX_READS_IN_RUN;
  }
}

class WriteRun {
  private merged: MergeableCall | undefined;
  private readonly limit: MergeLimit;
  private readonly key: string | undefined;

  private readonly place: PlaceLimit | undefined;

  constructor(
    private readonly adapter: MergeRules,
    first: Operation,
  ) {
    const isAlone = adapter.isNeverMerged?.(first) === true;
    this.merged = isAlone ? undefined : mergeableCallOf(first);
    this.limit = adapter.mergeLimits[first.name] ?? 0;
    this.place = placeLimitOf(adapter.placeLimits, first.name);
    this.key = this.merged && mergeKey(first.name, this.merged, adapter);
  }

  takes(operation: Operation): boolean {
    const call = mergeableCallOf(operation);
    if (this.merged === undefined || call === undefined) return false;
    if (mergeKey(operation.name, call, this.adapter) !== this.key) return false;
    this.merged = mergeWithin(this.merged, call, this.limit, this.place);
    return this.merged !== undefined;
  }
}
