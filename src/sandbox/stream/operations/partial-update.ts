import { isObject } from '../../kit/json';
import { objectIn, type Call, type Fields } from '../http/call';
import { Refusal } from '../model/errors';
import { checkSize, type Custom } from '../model/state';

interface Rules {
  readonly reserved: ReadonlySet<string>;
  /** System fields that an update may write; they are not custom data. */
  readonly writable: ReadonlySet<string>;
}

export interface Updated {
  readonly custom: Custom;
  /** Written system fields by name. */
  readonly fields: Fields;
}

/**
 * Applies `set` and `unset` to custom data, all or nothing.
 * @throws Refusal before anything has changed
 */
export function applyPartial(custom: Custom, body: Fields, rules: Rules, call: Call): Updated {
  const { emptyUpdate, keyInBoth } = call.unknowns;
  const fieldsToSet = objectIn(body, 'set');
  const set = Object.entries(fieldsToSet);
  const unset = readUnset(body.unset ?? []);
  if (set.length + unset.length === 0 && emptyUpdate === 'refuse')
    throw new Refusal(4, 'set and unset are both empty');
  checkNames('set', Object.keys(fieldsToSet), rules, call);
  checkNames('unset', unset, rules, call);
  const inBoth = unset.filter((key) => set.some(([name]) => name === key));
  if (inBoth.length > 0 && keyInBoth === 'refuse') throw refusalOf('set', inBoth, 'is in unset');

  const next = new Map(custom);
  const write = () => {
    for (const [key, value] of set)
      if (!rules.writable.has(key)) writeField(next, key, value, call);
  };
  const remove = () => {
    for (const key of unset) removeField(next, key, call);
  };
  for (const step of keyInBoth === 'set' ? [remove, write] : [write, remove]) step();
  checkSize(next, call.unknowns);
  const fields = Object.fromEntries(set.filter(([key]) => rules.writable.has(key)));
  return { custom: next, fields };
}

function readUnset(unset: unknown): readonly string[] {
  if (Array.isArray(unset) && unset.every((key) => typeof key === 'string')) return unset;
  throw new Refusal(4, undefined, { unset: 'must be a list of texts' });
}

const refusalOf = (part: string, names: readonly string[], reason: string, code: 4 | 17 = 4) =>
  new Refusal(
    code,
    `${names.join(', ')}: ${reason}`,
    Object.fromEntries(names.map((name) => [`${part}.${name}`, reason])),
  );

function checkNames(
  part: 'set' | 'unset',
  names: readonly string[],
  { reserved, writable }: Rules,
  { unknowns: { dollarKeys, emptyKey } }: Call,
): void {
  const isReserved = (name: string) =>
    reserved.has(name.split('.')[0] ?? '') && !writable.has(name);
  const reservedNames = names.filter(isReserved);
  if (reservedNames.length > 0) throw refusalOf(part, reservedNames, 'is reserved', 17);
  const refused = names.filter(
    (name) =>
      (dollarKeys === 'refuse' && name.startsWith('$')) || (emptyKey === 'refuse' && name === ''),
  );
  if (refused.length > 0) throw refusalOf(part, refused, 'is not a valid name');
}

/** Writes a field; a key with dots addresses a field of nested objects. */
function writeField(custom: Map<string, unknown>, key: string, value: unknown, call: Call): void {
  const { nullValue, nestedParent } = call.unknowns;
  if (value === null && nullValue === 'refuse') throw refusalOf('set', [key], 'must not be null');
  if (value === null && nullValue === 'unset') {
    removeIfPresent(custom, key);
    return;
  }
  const [root = '', ...inner] = key.split('.');
  const parent = custom.get(root);
  if (inner.length > 0 && !isObject(parent) && nestedParent === 'refuse')
    throw refusalOf('set', [key], 'has no parent object');
  custom.set(root, inner.length === 0 ? value : withNested(parent, inner, value));
}

function withNested(
  parent: unknown,
  [name = '', ...inner]: readonly string[],
  value: unknown,
): Fields {
  const fields = isObject(parent) ? parent : {};
  const written = inner.length === 0 ? value : withNested(fields[name], inner, value);
  return { ...fields, [name]: written };
}

function removeField(custom: Map<string, unknown>, key: string, { unknowns }: Call): void {
  if (!removeIfPresent(custom, key) && unknowns.unsetAbsent === 'refuse')
    throw refusalOf('unset', [key], 'does not exist');
}

/** @returns whether there was such a field */
function removeIfPresent(custom: Map<string, unknown>, key: string): boolean {
  const [root = '', ...inner] = key.split('.');
  if (inner.length === 0) return custom.delete(root);
  const remaining = withoutNested(custom.get(root), inner);
  if (remaining === undefined) return false;
  custom.set(root, remaining);
  return true;
}

/** The object without the nested field; undefined: it has no such field. */
function withoutNested(
  parent: unknown,
  [name = '', ...inner]: readonly string[],
): Fields | undefined {
  if (!isObject(parent) || !Object.hasOwn(parent, name)) return undefined;
  if (inner.length === 0)
    return Object.fromEntries(Object.entries(parent).filter(([key]) => key !== name));
  const remaining = withoutNested(parent[name], inner);
  return remaining && { ...parent, [name]: remaining };
}
