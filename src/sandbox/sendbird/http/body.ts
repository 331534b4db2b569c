/** Readers of JSON request bodies. Each throws the error that the vendor documents for a wrong field. */
import { isObject, parseJson } from '../../kit/json';
import type { WireRequest } from '../../kit/vendor';
import { Refusal } from '../model/errors';

/** Fields of a JSON object. Unknown fields are ignored, because the vendor's clients send some. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The body as an object. Its content type is ignored, because clients send several.
 * @throws Refusal 400403 if it is not JSON in UTF-8, 400103 if it is not an object
 */
export function readBody(request: WireRequest): Fields {
  const value = parseJson(request.body);
  if (value === undefined) throw new Refusal('not-json');
  return asFields(value, 'body');
}

/** @throws Refusal 400105 if the field is missing or null */
export function required(fields: Fields, name: string): unknown {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) throw new Refusal('missing-parameter', name);
  return value;
}

/** @throws Refusal 400100 if the value is not a string */
export function asString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Refusal('expected-string', name);
  return value;
}

/** @throws Refusal 400101 if it is not an integer, 400113 beyond ±(2^53 − 1), where JSON numbers lose digits */
export function asInteger(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new Refusal('expected-number', name);
  }
  if (!Number.isSafeInteger(value)) throw new Refusal('out-of-range', name);
  return value;
}

/** @throws Refusal 400102 if the value is not a list */
export function asList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal('expected-list', name);
  return value as readonly unknown[];
}

/** The value as an object; `__proto__` is an ordinary field. @throws Refusal 400103 if it is not an object */
export function asFields(value: unknown, name: string): Fields {
  if (!isObject(value)) throw new Refusal('expected-json', name);
  return value;
}

/** @throws Refusal 400104 if the field is not a boolean */
export function flag(fields: Fields, name: string, defaultValue: boolean): boolean {
  const value = fields[name] ?? defaultValue;
  if (typeof value !== 'boolean') throw new Refusal('expected-boolean', name);
  return value;
}

/** Undefined if the field is missing or null. @throws Refusal 400100 if it is not a string */
export const optionalString = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined || fields[name] === null ? undefined : asString(fields[name], name);

/** @throws Refusal 400100 if the value is not a string, 400111 if it is none of the choices */
export function choice<const T extends string>(
  value: unknown,
  name: string,
  choices: readonly T[],
): T {
  const text = asString(value, name);
  const found = choices.find((candidate) => candidate === text);
  if (found === undefined) throw new Refusal('invalid-value', text);
  return found;
}
