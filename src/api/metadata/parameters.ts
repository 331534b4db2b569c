/** From path, query and body to the parameters of an operation. */
import type { FieldError } from '../../core/gateway-error';
import type { CounterChange, Entry } from '../../core/metadata';
import { isRecord, parseJson } from '../../core/json';
import { isPlainJson, PLAIN_JSON_REASON } from '../../validation';
import type { ChangeValues, CounterChangeBody, EntryBody, ValueBody } from '../dto/bodies';
import type { DeleteQuery, MessagesQuery, ReadQuery, RemoveQuery } from '../dto/queries';
import { refuseFaults } from '../http/problems/invalid-request';
import type { Payload } from './operation-factory';

/** Parameters of a read of the key in the path. */
export const keyInPath = ({ key }: { readonly key: string }) => ({
  keys: [key],
  keysPointer: 'path/key' as const,
});

/** Parameters of a delete of the key in the path. @throws GatewayError invalid-request */
export const deleteOneParameters = (path: { readonly key: string }, query: RemoveQuery) => ({
  ...keyInPath(path),
  ...queryOptions(query),
});

/**
 * The vendor-specific options of a DELETE, which has no body.
 * @throws GatewayError invalid-request unless the text is a plain JSON object
 */
export function queryOptions({
  options: text,
}: RemoveQuery): Pick<Payload, 'options' | 'optionsAt'> {
  if (text === undefined) return {};
  const options = parseJson(text);
  if (!isRecord(options))
    refuseFaults([{ pointer: 'query/options', reason: 'must be the JSON text of an object' }]);
  if (!isPlainJson(options))
    refuseFaults([{ pointer: 'query/options', reason: PLAIN_JSON_REASON }]);
  return { options: isRecord(options) ? options : {}, optionsAt: 'query/options' };
}

export const readParameters = ({ keys, cursor }: ReadQuery) => ({
  ...(keys !== undefined && { keys }),
  ...(cursor !== undefined && { cursor }),
});

/** @throws GatewayError invalid-request for an id that no path can carry */
export function messagesParameters({ messageIds, keys }: MessagesQuery) {
  refuseFaults(
    messageIds.flatMap((id, index) =>
      id === '.' || id === '..'
        ? [{ pointer: `query/messageIds/${index}`, reason: 'must not be "." or ".."' }]
        : [],
    ),
  );
  return { messageIds: [...new Set(messageIds)], ...(keys !== undefined && { keys }) };
}

/** @throws GatewayError invalid-request unless the query has exactly one of `keys` and `all=true` */
export function deleteParameters({ keys, all, ...query }: DeleteQuery) {
  const isAll = all === 'true';
  if (isAll && keys !== undefined)
    refuseFaults([{ pointer: 'query/keys', reason: 'must not be combined with all=true' }]);
  if (!isAll && keys === undefined)
    refuseFaults([{ pointer: 'query/keys', reason: 'is required unless all=true is given' }]);
  return { keys: keys ?? ('all' as const), ...queryOptions(query) };
}

/** @throws GatewayError invalid-request: both or neither of value and values, or a repeated key */
export function parseEntries(bodies: readonly EntryBody[]): Entry[] {
  refuseFaults([
    ...bodies.flatMap((body, index) => checkValue(body, `/entries/${index}`)),
    ...findRepeatedKeys(bodies, '/entries'),
  ]);
  return bodies.map((body) => ({ key: body.key, ...valuesOf(body) }));
}

/** @throws GatewayError invalid-request: both or neither of value and values */
export function parseEntry(key: string, body: ValueBody): Entry {
  refuseFaults(checkValue(body, ''));
  return { key, ...valuesOf(body) };
}

const valuesOf = ({ value, values }: ValueBody): Pick<Entry, 'values' | 'isList'> =>
  values === undefined ? { values: value === undefined ? [] : [value] } : { values, isList: true };

function checkValue({ value, values }: ValueBody, pointer: string): FieldError[] {
  if (value === undefined && values === undefined)
    return [{ pointer, reason: 'must have value or values' }];
  if (value !== undefined && values !== undefined)
    return [{ pointer, reason: 'must have either value or values, not both' }];
  return [];
}

/** Parameters of a change of values of the key in the path, without the values. */
export const valuesInPath = { add: [], remove: [], entriesAt: 'path/key' } as const;

/** @throws GatewayError invalid-request: no change, or a key that occurs more than once */
export function parseValueChanges({ add = [], remove = [] }: Omit<ChangeValues, 'options'>) {
  if (add.length + remove.length === 0)
    refuseFaults([{ pointer: '', reason: 'must have add or remove' }]);
  const added = new Set(add.map(({ key }) => key));
  refuseFaults([
    ...findRepeatedKeys(add, '/add'),
    ...findRepeatedKeys(remove, '/remove'),
    ...remove.flatMap(({ key }, index) =>
      added.has(key) ? [{ pointer: `/remove/${index}/key`, reason: 'is a key of add, too' }] : [],
    ),
  ]);
  return { add, remove, entriesAt: 'lists' as const };
}

/** @throws GatewayError invalid-request: a repeated key, an unsafe integer, or a negative step */
export function parseCounterChanges(bodies: readonly CounterChangeBody[]): CounterChange[] {
  refuseFaults([
    ...findRepeatedKeys(bodies, '/counters'),
    ...bodies.flatMap((body, index) => checkAmount(body, `/counters/${index}/amount`)),
  ]);
  return bodies.map(({ key, op, amount }) => ({ key, op, amount }));
}

function checkAmount({ op, amount }: CounterChangeBody, pointer: string): FieldError[] {
  if (!Number.isSafeInteger(amount))
    return [{ pointer, reason: `must be at most ${Number.MAX_SAFE_INTEGER} in size` }];
  return op === 'set' || amount >= 0 ? [] : [{ pointer, reason: 'must not be negative' }];
}

function findRepeatedKeys(
  items: readonly { readonly key: string }[],
  pointer: string,
): FieldError[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }, index) => {
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [{ pointer: `${pointer}/${index}/key`, reason: 'is a repeated key' }] : [];
  });
}
