import type { WireRequest } from '../../kit/vendor';
import { Refusal } from '../refusal';

const parameters = (request: WireRequest) => new URLSearchParams(request.rawQuery);

/** First value of a parameter; undefined where it is absent or empty. */
export function textParameter(request: WireRequest, name: string): string | undefined {
  const text = parameters(request).get(name);
  return text === null || text === '' ? undefined : text;
}

/** @throws Refusal 400104 for anything but `true` and `false` */
export function flagParameter(request: WireRequest, name: string, absent: boolean): boolean {
  const text = textParameter(request, name)?.toLowerCase();
  if (text === undefined) return absent;
  if (text !== 'true' && text !== 'false') throw new Refusal('expected-boolean', name);
  return text === 'true';
}

/** @throws Refusal 400101 for anything but a whole number, 400113 outside of the range */
export function integerParameter(
  request: WireRequest,
  name: string,
  absent: number,
  [least, most]: readonly [number, number],
): number {
  const text = textParameter(request, name);
  if (text === undefined) return absent;
  if (!/^-?\d+$/.test(text)) throw new Refusal('expected-number', name);
  const value = Number(text);
  if (value < least || value > most) throw new Refusal('out-of-range', name);
  return value;
}

/** @throws Refusal 400111 for a value that is not on the list */
export function choiceParameter<const T extends string>(
  request: WireRequest,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = textParameter(request, name);
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new Refusal('invalid-value', text);
  return choice;
}

/**
 * Decoded elements of a list that clients write in several ways: `a=x,y`, `a=x%2Cy`, `a=x&a=y`, with a
 * blank after the comma or without. Elements can therefore hold no comma. Empty: all absent.
 */
export const listParameter = (request: WireRequest, name: string): readonly string[] =>
  parameters(request)
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((element) => element !== '');

/**
 * Elements of `keys`, as the items of a place know them: one with blanks around it means that very key
 * where there is one, else the key without them, for the documentation writes a blank after the comma.
 */
export const keysParameter = (
  request: WireRequest,
  existing: { has(key: string): boolean },
): readonly string[] =>
  listParameter(request, 'keys').map((key) => (existing.has(key) ? key : key.trim()));
