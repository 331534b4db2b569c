import type { FieldError } from '../core/gateway-error';
import { childPointer } from './pointer';
import type { Rule } from './rule';
import type { Field, Shape } from './shape';
import { fieldsOf } from './shape';

/** Faults reported of one value; a hostile one could have millions. */
export const MAX_FAULTS = 50;

export type Validated<T> = { readonly value: T } | { readonly faults: FieldError[] };

/**
 * Checks parsed JSON or YAML against a class whose class-validator decorators are its schema, and
 * gives back an instance of it. Nothing is converted, and what the shape leaves open is passed on as
 * it is. Fields without a decorator are faults; so is `null` where a field may be left out. Only the
 * first broken rule of a field is told. Never throws, whatever the value.
 *
 * @param at RFC 6901 pointer of `plain` itself, put before every fault's
 * @returns the instance, or 1 to 50 faults sorted by pointer
 */
export function validateShape<T extends object>(
  shape: Shape<T>,
  plain: unknown,
  at = '',
): Validated<T> {
  const faults = new Faults();
  const value = instanceOf(shape, plain, at, faults);
  return value && faults.list.length === 0 ? { value } : { faults: faults.sorted() };
}

class Faults {
  readonly list: FieldError[] = [];

  get full(): boolean {
    return this.list.length >= MAX_FAULTS;
  }

  add(pointer: string, reason: string): void {
    if (!this.full) this.list.push({ pointer, reason });
  }

  sorted(): FieldError[] {
    return this.list.sort((one, other) => (one.pointer < other.pointer ? -1 : 1));
  }
}

type Properties = Record<string, unknown>;

/** What JSON calls an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function instanceOf<T extends object>(
  shape: Shape<T>,
  plain: unknown,
  at: string,
  faults: Faults,
): T | undefined {
  if (!isRecord(plain)) {
    faults.add(at, 'must be an object');
    return undefined;
  }
  const fields = fieldsOf(shape);
  const instance = new shape();
  for (const name of Object.keys(plain)) {
    if (faults.full) return undefined;
    const value = plain[name];
    if (!fields.has(name)) faults.add(childPointer(at, name), 'is not a known field');
    else if (value !== undefined) (instance as Properties)[name] = value;
  }
  for (const field of fields.values()) checkField(field, instance, at, faults);
  return instance;
}

/** @param above pointer of the object, from which the field's own is made once it is needed */
function checkField(field: Field, object: object, above: string, faults: Faults): void {
  const value = (object as Properties)[field.name];
  if (!field.applies(object, value)) return;
  if (value === undefined) {
    if (isMissed(field, object)) faults.add(childPointer(above, field.name), 'is required');
    return;
  }
  const broken = brokenRule(field.rules, value, object);
  if (broken) blame(broken, value, object, childPointer(above, field.name), faults);
  else if (field.nested) {
    const nest = field.nested.list ? instancesOf : instanceOf;
    const at = childPointer(above, field.name);
    (object as Properties)[field.name] = nest(field.nested.shape, value, at, faults);
  }
}

function isMissed({ optional, nested, rules }: Field, object: object): boolean {
  return (
    !optional && (nested !== undefined || rules.some((rule) => !rule.passes(undefined, object)))
  );
}

const brokenRule = (rules: readonly Rule[], value: unknown, object: object): Rule | undefined =>
  rules.find((rule) =>
    rule.each
      ? !Array.isArray(value) || value.some((item) => !rule.passes(item, object))
      : !rule.passes(value, object),
  );

function blame(broken: Rule, value: unknown, object: object, at: string, faults: Faults): void {
  if (!broken.each) faults.add(at, broken.reason);
  else if (!Array.isArray(value)) faults.add(at, 'must be an array');
  else
    for (const [index, item] of value.entries()) {
      if (faults.full) break;
      if (!broken.passes(item, object)) faults.add(childPointer(at, index), broken.reason);
    }
}

function instancesOf(shape: Shape, value: unknown, at: string, faults: Faults): object[] {
  if (!Array.isArray(value)) {
    faults.add(at, 'must be an array');
    return [];
  }
  const instances: object[] = [];
  for (const [index, item] of value.entries()) {
    if (faults.full) break;
    const instance = instanceOf(shape, item, childPointer(at, index), faults);
    if (instance) instances.push(instance);
  }
  return instances;
}
