const count = (size: unknown, one: string): string =>
  `${String(size)} ${size === 1 ? one : `${one}s`}`;

const oneOf = (values: unknown): string =>
  `must be one of ${(values as readonly unknown[]).map(String).join(', ')}`;

/** What each rule of class-validator asks for, by the rule's name and parameters; never the value. */
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
  min: (least) => `must be at least ${String(least)}`,
  max: (most) => `must be at most ${String(most)}`,
  minLength: (least) => `must be at least ${count(least, 'character')}`,
  maxLength: (most) => `must be at most ${count(most, 'character')}`,
  matches: (pattern) => `must match ${String(pattern)}`,
  arrayNotEmpty: () => 'must have at least 1 item',
  arrayMinSize: (least) => `must have at least ${count(least, 'item')}`,
  arrayMaxSize: (most) => `must have at most ${count(most, 'item')}`,
  arrayUnique: () => 'must not name anything twice',
};
