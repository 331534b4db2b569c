import type { WireRequest } from '../../kit/vendor';
import { Refusal } from '../model/errors';

const parameters = (request: WireRequest) => new URLSearchParams(request.rawQuery);

/** The first value of a parameter; undefined if it is missing or empty. */
export function textParameter(request: WireRequest, name: string): string | undefined {
  const text = parameters(request).get(name);
  return text === null || text === '' ? undefined : text;
}

/** Reads `true` or `false` in any case. @throws Refusal 400104 for other values */
export function flagParameter(request: WireRequest, name: string, defaultValue: boolean): boolean {
  const text = textParameter(request, name)?.toLowerCase();
  if (text === undefined) return defaultValue;
  if (text !== 'true' && text !== 'false') throw new Refusal('expected-boolean', name);
  return text === 'true';
}

/** Reads an integer from `minimum` to `maximum`. @throws Refusal 400101 if it is none, 400113 outside of the range */
export function integerParameter(
  request: WireRequest,
  name: string,
  defaultValue: number,
  [minimum, maximum]: readonly [number, number],
): number {
  const text = textParameter(request, name);
  if (text === undefined) return defaultValue;
  if (!/^-?\d+$/.test(text)) throw new Refusal('expected-number', name);
  const value = Number(text);
  if (value < minimum || value > maximum) throw new Refusal('out-of-range', name);
  return value;
}

/** @throws Refusal 400111 for a value that is none of the choices */
export function choiceParameter<const T extends string>(
  request: WireRequest,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = textParameter(request, name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new Refusal('invalid-value', text);
  return choice;
}

/**
 * The decoded elements of a list. Clients write it in several ways: `a=x,y`, `a=x%2Cy` or `a=x&a=y`, so
 * an element cannot contain a comma. Empty elements are left out.
 */
export const listParameter = (request: WireRequest, name: string): readonly string[] =>
  parameters(request)
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((element) => element !== '');

/**
 * The elements of `keys`, without blanks at their ends, because the documentation writes a blank after the
 * comma. So a key with such blanks cannot be named.
 */
export const keysParameter = (request: WireRequest): readonly string[] =>
  listParameter(request, 'keys')
    .map((key) => key.trim())
    .filter((key) => key !== '');
