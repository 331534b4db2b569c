import { isObject } from '../json';

/** What a control field takes, as a test and in words. */
export interface Rule<T> {
  readonly wanted: string;
  accepts(value: unknown): value is T;
}

/** A rule for every field of T. */
export type Rules<T> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> };

/** A control body was refused; each error names its field. */
export class ControlRefusal extends Error {
  constructor(readonly errors: readonly string[]) {
    super(errors.join('; '));
    this.name = 'ControlRefusal';
  }
}

export const boolean: Rule<boolean> = {
  wanted: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

export const text: Rule<string> = {
  wanted: 'a string',
  accepts: (value) => typeof value === 'string',
};

export const wholeNumber = (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Rule<number> => ({
  wanted:
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number, at least ${minimum}`
      : `a whole number from ${minimum} to ${maximum}`,
  accepts: (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
});

export const fraction: Rule<number> = {
  wanted: 'a number from 0 to 1',
  accepts: (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
};

export const oneOf = <T extends string>(names: readonly T[]): Rule<T> => ({
  wanted: names.length === 0 ? 'a choice here: there are none' : `one of ${names.join(', ')}`,
  accepts: (value): value is T => names.some((name) => name === value),
});

/** [minimum, maximum] in milliseconds. */
export const rangeMs: Rule<readonly [number, number]> = {
  wanted: '[minimum, maximum] in milliseconds, neither negative',
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
 * The named fields of a JSON object, each checked by its rule; absent ones stay absent.
 * Faults, unknown fields included, are appended to `errors` with the field's place.
 */
export function readFields<T extends object>(
  value: unknown,
  rules: Rules<T>,
  at: string,
  errors: string[],
): Partial<T> {
  if (!isObject(value)) {
    errors.push(`${at === '' ? 'body' : at}: not a JSON object`);
    return {};
  }
  const prefix = at === '' ? '' : `${at}.`;
  const table: Readonly<Record<string, Rule<unknown>>> = rules;
  for (const [field, content] of Object.entries(value)) {
    const rule = Object.hasOwn(table, field) ? table[field] : undefined;
    if (rule === undefined) {
      errors.push(`${prefix}${field}: unknown; known are ${Object.keys(table).join(', ')}`);
    } else if (!rule.accepts(content)) {
      errors.push(`${prefix}${field}: not ${rule.wanted}`);
    }
  }
  return value as Partial<T>; // field by field, or the caller refuses it for its errors
}
