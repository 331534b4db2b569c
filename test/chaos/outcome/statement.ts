import type { Answer } from '../../support/gateway/call';
import { isMultiValued, type Values, type Write, type WrittenKey } from './writes';

/** The statement of an answer about one key. `unstated` answers break the API's promise to set `applied`. */
export type Statement =
  'applied' | 'not applied' | 'unknown' | 'unstated' | { readonly changedTo: Values | 'not read' };

interface Failure {
  readonly applied?: string | { readonly keys: string[]; readonly changed?: string[] };
  readonly found?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Reads from an answer whether the write was applied to this key. */
export function readStatement({ status, body }: Answer, key: string): Statement {
  if (status < 300) return 'applied';
  const { applied, found } = body as Failure;
  if (typeof applied === 'object') {
    if (applied.keys.includes(key)) return 'applied';
    if (applied.changed?.includes(key) !== true) return 'not applied';
    return {
      changedTo: found === undefined ? 'not read' : found.find((one) => one.key === key)?.values,
    };
  }
  if (applied === 'yes') return 'applied';
  if (applied === 'no') return 'not applied';
  return applied === 'unknown' ? 'unknown' : 'unstated';
}

/** Whether the values in the end agree with the statement of the answer. */
export function agrees(
  statement: Statement,
  { before, after }: Pick<WrittenKey, 'before' | 'after'>,
  stored: Values,
  multiValued: boolean,
): boolean {
  const isBefore = isEqual(stored, before);
  const isAfter = isEqual(stored, after);
  if (typeof statement === 'object') {
    const { changedTo } = statement;
    return !isBefore && !isAfter && (changedTo === 'not read' || isEqual(stored, changedTo));
  }
  switch (statement) {
    case 'applied':
      return isAfter;
    case 'not applied':
      return isBefore;
    case 'unknown': {
      const known = [...(before ?? []), ...(after ?? [])];
      const isBetween =
        multiValued &&
        stored !== undefined &&
        stored.length > 0 &&
        stored.every((value) => known.includes(value));
      return isBefore || isAfter || isBetween;
    }
    case 'unstated':
      return false;
  }
}

/** The keys of a write whose values in the end contradict the answer, one sentence each. */
export function findContradictions(
  write: Write,
  answer: Answer,
  valuesOf: (key: string) => Values,
): string[] {
  const { place, method, under } = write;
  return write.keys.flatMap((written) => {
    const stored = valuesOf(written.key);
    const statement = readStatement(answer, written.key);
    if (agrees(statement, written, stored, isMultiValued(place))) return [];
    return [
      `${place.title}: ${method} ${under} was answered ${answer.status} ${answer.text}, ` +
        `and ${written.key} has the values ${String(stored)}`,
    ];
  });
}

const isEqual = (one: Values, other: Values): boolean => one?.join() === other?.join();
