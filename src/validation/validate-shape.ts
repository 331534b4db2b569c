import type { FieldError } from '../core/gateway-error';
import { isRecord } from '../core/json';
import { childPointer } from './json-pointer';
import type { Rule } from './rule';
import type { Field, Shape } from './shape';
import { readFields } from './shape';

/** The reason of a fault: the object has a field that its shape does not have. */
export const UNKNOWN_FIELD = 'is not a known field';

/** The most faults that are reported for one value; a hostile value could have millions. */
export const MAX_FAULTS = 50;

export type Validated<T> =
  { readonly value: T } | { readonly faults: FieldError[]; readonly part: Part<T> };

/** A value without what is faulty in it: such fields, and items of lists, are undefined. */
export type Part<T> = T extends readonly (infer Item)[]
  ? readonly (Part<Item> | undefined)[]
  : T extends object
    ? { readonly [Name in keyof T]?: Part<T[Name]> | undefined }
    : T;

/**
 * Validates parsed JSON or YAML against a shape and returns an instance of it. Values are not converted,
 * and values whose contents the shape does not describe are kept as they are. A field without a
 * decorator is a fault, and so is `null` for an optional field. For each field only the first broken
 * rule is reported. Never throws for any value.
 *
 * @param at RFC 6901 pointer of `plain`; the pointers of all faults begin with it
 * @returns the instance, or 1 to `MAX_FAULTS` faults, sorted by pointer, and the part of the instance without faults
 */
export function validateShape<T extends object>(
  shape: Shape<T>,
  plain: unknown,
  at = '',
): Validated<T> {
  const faults = new Faults();
  const value = createInstance(shape, plain, at, faults);
  if (value && faults.list.length === 0) return { value };
  return { faults: faults.sorted(), part: (value ?? {}) as Part<T> };
}

class Faults {
  readonly list: FieldError[] = [];

  get isFull(): boolean {
    return this.list.length >= MAX_FAULTS;
  }

  add(pointer: string, reason: string): void {
    if (!this.isFull) this.list.push({ pointer, reason });
  }

  sorted(): FieldError[] {
    return this.list.sort((one, other) => (one.pointer < other.pointer ? -1 : 1));
  }
}

type Properties = Record<string, unknown>;

function createInstance<T extends object>(
  shape: Shape<T>,
  plain: unknown,
  at: string,
  faults: Faults,
): T | undefined {
  if (!isRecord(plain)) {
    faults.add(at, 'must be an object');
    return undefined;
  }
  const fields = readFields(shape);
  const instance = new shape();
  for (const name of Object.keys(plain)) {
    if (faults.isFull) return undefined;
    const value = plain[name];
    if (!fields.has(name)) faults.add(childPointer(at, name), UNKNOWN_FIELD);
    else if (value !== undefined) (instance as Properties)[name] = value;
  }
  const validParts: Properties = {};
  for (const field of fields.values()) checkField(field, instance, at, faults, validParts);
  // only now: conditions of a field may read the faulty values of others
  return Object.assign(instance, validParts);
}

/**
 * @param parentAt pointer of the object; the field's own pointer is built only for a fault or a nested value
 * @param validParts gets that of a faulty field
 */
function checkField(
  field: Field,
  object: object,
  parentAt: string,
  faults: Faults,
  validParts: Properties,
): void {
  const value = (object as Properties)[field.name];
  if (!field.applies(object, value)) return;
  if (value === undefined) {
    if (isMissing(field, object)) faults.add(childPointer(parentAt, field.name), 'is required');
    return;
  }
  const broken = findBrokenRule(field.rules, value, object);
  if (broken) {
    addFaults(broken, value, object, childPointer(parentAt, field.name), faults);
    validParts[field.name] = validPart(field, broken, value, object);
  } else if (field.nested) {
    const { list } = field.nested;
    const isList = list === 'either' ? Array.isArray(value) : list;
    const create = isList ? createInstances : createInstance;
    const at = childPointer(parentAt, field.name);
    (object as Properties)[field.name] = create(field.nested.shape, value, at, faults);
  }
}

function isMissing({ optional, nested, rules }: Field, object: object): boolean {
  return (
    !optional && (nested !== undefined || rules.some((rule) => !rule.passes(undefined, object)))
  );
}

const findBrokenRule = (rules: readonly Rule[], value: unknown, object: object): Rule | undefined =>
  rules.find((rule) =>
    rule.each
      ? !Array.isArray(value) || value.some((item) => !rule.passes(item, object))
      : !rule.passes(value, object),
  );

function addFaults(broken: Rule, value: unknown, object: object, at: string, faults: Faults): void {
  if (!broken.each) faults.add(at, broken.reason);
  else if (!Array.isArray(value)) faults.add(at, 'must be an array');
  else
    for (const [index, item] of value.entries()) {
      if (faults.isFull) break;
      if (!broken.passes(item, object)) faults.add(childPointer(at, index), broken.reason);
    }
}

/** @returns the items without faults, each at its index; undefined if the value is faulty as a whole */
function validPart(
  { rules, nested }: Field,
  broken: Rule,
  value: unknown,
  object: object,
): unknown {
  if (!broken.each || nested || !Array.isArray(value)) return undefined;
  const passes = (item: unknown): boolean =>
    rules.every((rule) => !rule.each || rule.passes(item, object));
  return value.map((item: unknown) => (passes(item) ? item : undefined));
}

function createInstances(
  shape: Shape,
  value: unknown,
  at: string,
  faults: Faults,
): (object | undefined)[] {
  if (!Array.isArray(value)) {
    faults.add(at, 'must be an array');
    return [];
  }
  const instances: (object | undefined)[] = [];
  for (const [index, item] of value.entries()) {
    if (faults.isFull) break;
    instances.push(createInstance(shape, item, childPointer(at, index), faults));
  }
  return instances;
}
