import type { Entry } from '../../core/metadata';
import type { DeleteCall, Operation, SetCall } from '../../core/operation';

/** Writes that can go as one: sets with sets, deletes of keys with deletes of keys. */
export type MergeableCall = SetCall | (DeleteCall & { readonly keys: readonly string[] });

/** The call of an operation, where others may join it. */
export function mergeable({ name, call }: Operation): MergeableCall | undefined {
  if (call.strict || call.ifMatch !== undefined) return undefined;
  if (name === 'message.set' || name === 'channel.set') return call;
  if (name !== 'message.delete' && name !== 'channel.delete') return undefined;
  const { keys } = call;
  return keys === 'all' ? undefined : { ...call, keys };
}

export const keysOf = (call: MergeableCall): readonly string[] =>
  'entries' in call ? call.entries.map(({ key }) => key) : call.keys;

/** One call for all, as if they were carried out in this order: the last write of a key wins. */
export function merged(calls: readonly MergeableCall[]): MergeableCall {
  const [first, ...others] = calls;
  if (first === undefined) throw new RangeError('There is nothing to merge.');
  if (others.length === 0) return first;
  if (!('entries' in first)) return { ...first, keys: [...new Set(calls.flatMap(keysOf))] };
  const entries = new Map<string, Entry>();
  for (const call of calls)
    if ('entries' in call) for (const entry of call.entries) entries.set(entry.key, entry);
  return { ...first, entries: [...entries.values()], isKeyInPath: false };
}

/** One call for both, if one vendor call can carry it at no more cost. */
export function together(
  one: MergeableCall,
  other: MergeableCall,
  limit: number | 'same-keys',
): MergeableCall | undefined {
  const both = merged([one, other]);
  const keys = keysOf(both).length;
  const fits =
    limit === 'same-keys'
      ? keys === keysOf(one).length && keys === keysOf(other).length
      : keys <= limit;
  return fits ? both : undefined;
}
