const count = (amount: unknown, noun: string): string =>
  `${String(amount)} ${amount === 1 ? noun : `${noun}s`}`;

const oneOf = (values: unknown): string =>
  `must be one of ${(values as readonly unknown[]).map(String).join(', ')}`;

/**
 * The reason for a broken rule, by the rule's name in class-validator and its parameters. Never contains
 * the value, which may be a secret.
 */
export const REASONS: Readonly<
  Record<string, ((...parameters: readonly unknown[]) => string) | undefined>
> = {
  isDefined: () => 'is required',
  isNotEmpty: () => 'must not be empty',
  isString: () => 'must be a string',
  isBoolean: () => 'must be true or false',
  isNumber: () => 'must be a number',
  isInt: () => 'must be a whole number',
  isObject: () => 'must be an object',
  isArray: () => 'must be an array',
  isIn: oneOf,
  isEnum: (_, values) => oneOf(values),
  equals: (value) => `must be ${String(value)}`,
  min: (minimum) => `must be at least ${String(minimum)}`,
  max: (maximum) => `must be at most ${String(maximum)}`,
  minLength: (minimum) => `must have at least ${count(minimum, 'character')}`,
  maxLength: (maximum) => `must have at most ${count(maximum, 'character')}`,
  matches: (pattern) => `must match ${String(pattern)}`,
  arrayNotEmpty: () => 'must have at least 1 item',
  arrayMinSize: (minimum) => `must have at least ${count(minimum, 'item')}`,
  arrayMaxSize: (maximum) => `must have at most ${count(maximum, 'item')}`,
  arrayUnique: () => 'must not have equal items',
};
