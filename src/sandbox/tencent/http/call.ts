import { isObject } from '../../kit/json';
import type { RouteContext } from '../../kit/vendor';
import { Refusal } from '../model/errors';
import { newGroup, type Group, type State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

/** One request with the state and settings it is handled with. */
export interface Call extends RouteContext<State, Unknowns> {
  readonly fields: Fields;
  /** The account that makes the call. */
  readonly identifier: string;
}

/** The group that the body names. @throws Refusal 10004, 10015 or 10010 */
export function groupOf({ fields, state, unknowns }: Call): Group {
  const { GroupId: id } = fields;
  if (typeof id !== 'string') throw new Refusal(10004, 'GroupId is not a text');
  if (id === '') throw new Refusal(10015);
  const found = state.groups.get(id);
  if (found !== undefined) return found;
  if (unknowns.missingGroup === 'refuse') throw new Refusal(10010);
  const created = newGroup('Public');
  state.groups.set(id, created);
  return created;
}

/** A list of objects that has at least one. @throws Refusal 10004 */
export function listIn(fields: Fields, name: string): readonly Fields[] {
  const list = fields[name];
  if (Array.isArray(list) && list.length > 0 && list.every(isObject)) return list;
  throw new Refusal(10004, `${name} is not a list of objects`);
}

/** An optional list of keys; undefined: all keys are meant. @throws Refusal 10004 */
export function keysIn(fields: Fields, name: string): readonly string[] | undefined {
  const list = fields[name];
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.every((key) => typeof key === 'string')) return list;
  throw new Refusal(10004, `${name} is not a list of texts`);
}

/** A text. @throws Refusal 10004 */
export function textIn(fields: Fields, name: string): string {
  const text = fields[name];
  if (typeof text === 'string') return text;
  throw new Refusal(10004, `${name} is not a text`);
}

/** An integer that is not negative; undefined if it is missing. @throws Refusal 10004 */
export function naturalIn(fields: Fields, name: string): number | undefined {
  const number = fields[name];
  if (number === undefined) return undefined;
  if (Number.isSafeInteger(number) && Number(number) >= 0) return Number(number);
  throw new Refusal(10004, `${name} is not a positive integer`);
}

/** The key of an attribute, counter or extension. @throws Refusal 10004 */
export function keyIn(fields: Fields, name: string, { unknowns }: Call): string {
  const key = textIn(fields, name);
  if (key === '' && unknowns.emptyKey === 'refuse') throw new Refusal(10004, `${name} is empty`);
  if (unknowns.keyCharacters === 'ascii' && !/^[ -~]*$/.test(key))
    throw new Refusal(10004, `${name} has characters beyond ASCII`);
  return key;
}

/** The value of an attribute or extension: a text. @throws Refusal 10004 */
export function valueIn(fields: Fields, name: string, { unknowns }: Call): string {
  const value = fields[name];
  const isConverted = unknowns.nonText === 'convert' && value !== undefined;
  return isConverted && typeof value !== 'string' ? JSON.stringify(value) : textIn(fields, name);
}

export const byteLength = (text: string): number => Buffer.byteLength(text);

/**
 * Applies steps to a copy of a map and stores it. If a step refuses, either nothing is stored, or the steps before
 * it are (`partialWrites`).
 * @throws Refusal of a step
 */
export function applySteps<Value, Step>(
  before: ReadonlyMap<string, Value>,
  steps: readonly Step[],
  apply: (map: Map<string, Value>, step: Step) => void,
  store: (after: ReadonlyMap<string, Value>) => void,
  { partialWrites }: Unknowns,
): void {
  const after = new Map(before);
  for (const step of steps) {
    apply(after, step);
    if (partialWrites) store(new Map(after));
  }
  store(after);
}
