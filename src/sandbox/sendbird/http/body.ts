import type { WireRequest } from '../../kit/vendor';
import { Refusal } from '../refusal';

/** Fields of a JSON object; unknown ones are never looked at, as clients send some. */
export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal('not-json');
  }
}

/**
 * The body as an object, whatever its content type says: clients send several.
 * @throws Refusal 400403 where it is not JSON in UTF-8, 400103 where it is no object
 */
export function readBody(request: WireRequest): Fields {
  const value = parse(request.body);
  if (!isFields(value)) throw new Refusal('expected-json', 'body');
  return value;
}

/** @throws Refusal 400105 */
export function required(fields: Fields, name: string): unknown {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) throw new Refusal('missing-parameter', name);
  return value;
}

/** @throws Refusal 400100 */
export function asString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Refusal('expected-string', name);
  return value;
}

/** @throws Refusal 400101, and 400113 beyond ±(2^53 − 1), where JSON numbers lose digits */
export function asInteger(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new Refusal('expected-number', name);
  }
  if (!Number.isSafeInteger(value)) throw new Refusal('out-of-range', name);
  return value;
}

/** @throws Refusal 400102 */
export function asList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal('expected-list', name);
  return value as readonly unknown[];
}

/** Own fields only, `__proto__` included. @throws Refusal 400103 */
export function asFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new Refusal('expected-json', name);
  return value;
}

/** @throws Refusal 400104 */
export function flag(fields: Fields, name: string, absent: boolean): boolean {
  const value = fields[name] ?? absent;
  if (typeof value !== 'boolean') throw new Refusal('expected-boolean', name);
  return value;
}

/** @throws Refusal 400100 */
export const optionalString = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined || fields[name] === null ? undefined : asString(fields[name], name);

/** @throws Refusal 400100 for another type, 400111 for a value that is not on the list */
export function choice<const T extends string>(
  value: unknown,
  name: string,
  choices: readonly T[],
): T {
  const text = asString(value, name);
  const found = choices.find((one) => one === text);
  if (found === undefined) throw new Refusal('invalid-value', text);
  return found;
}
