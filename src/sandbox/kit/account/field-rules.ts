import { isObject } from '../json';

/** The values that a field of a control body may have. */
export interface FieldRule<T> {
  /** Completes "is not …" in an error text. */
  readonly expected: string;
  accepts(value: unknown): value is T;
}

/** One rule for each field of T. */
export type FieldRules<T> = { readonly [K in keyof T]-?: FieldRule<Exclude<T[K], undefined>> };

/** A control body has wrong fields; each error names its field. */
export class InvalidControlBody extends Error {
  constructor(readonly errors: readonly string[]) {
    super(errors.join('; '));
    this.name = 'ControlRefusal';
  }
}

export const booleanRule: FieldRule<boolean> = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

export const stringRule: FieldRule<string> = {
  expected: 'a string',
  accepts: (value) => typeof value === 'string',
};

export const integerRule: FieldRule<number> = {
  expected: 'a whole number',
  accepts: (value): value is number => Number.isSafeInteger(value),
};

export const wholeNumberRule = (
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): FieldRule<number> => ({
  expected:
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number, at least ${minimum}`
      : `a whole number from ${minimum} to ${maximum}`,
  accepts: (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
});

export const fractionRule: FieldRule<number> = {
  expected: 'a number from 0 to 1',
  accepts: (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
};

export const oneOfRule = <T extends string>(names: readonly T[]): FieldRule<T> => ({
  expected: names.length === 0 ? 'supported: there are no choices' : `one of ${names.join(', ')}`,
  accepts: (value): value is T => names.some((name) => name === value),
});

/** A range [minimum, maximum] in milliseconds. */
export const rangeMsRule: FieldRule<readonly [number, number]> = {
  expected: '[minimum, maximum] in milliseconds, neither negative',
  accepts: (value): value is readonly [number, number] => {
    if (!Array.isArray(value) || value.length !== 2) return false;
    const [minimum, maximum] = value as readonly unknown[];
    return (
      typeof minimum === 'number' &&
      typeof maximum === 'number' &&
      minimum >= 0 &&
      minimum <= maximum
    );
  },
};

/**
 * Checks each field of a JSON object by its rule. Missing fields are allowed; unknown ones are errors.
 * @param at path of the object in the control body; empty: the body itself
 * @param errors receives one text per error; if it gets any, the caller must not use the return value
 */
export function checkFields<T extends object>(
  value: unknown,
  rules: FieldRules<T>,
  at: string,
  errors: string[],
): Partial<T> {
  if (!isObject(value)) {
    errors.push(`${at === '' ? 'body' : at}: not a JSON object`);
    return {};
  }
  const prefix = at === '' ? '' : `${at}.`;
  const table: Readonly<Record<string, FieldRule<unknown>>> = rules;
  for (const [field, content] of Object.entries(value)) {
    const rule = Object.hasOwn(table, field) ? table[field] : undefined;
    if (rule === undefined) {
      errors.push(`${prefix}${field}: unknown; known are ${Object.keys(table).join(', ')}`);
    } else if (!rule.accepts(content)) {
      errors.push(`${prefix}${field}: not ${rule.expected}`);
    }
  }
  return value as Partial<T>; // each field fits its rule, or `errors` says otherwise
}
