import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { getMetadataStorage } from 'class-validator';
import { REASONS } from './reasons';

type Storage = ReturnType<typeof getMetadataStorage>;
export type RuleMetadata = ReturnType<Storage['getTargetValidationMetadatas']>[number];

/** One decorator of a field. */
export interface Rule {
  readonly name: string;
  /** The rule applies to each item of an array, not to the array itself. */
  readonly each: boolean;
  readonly parameters: readonly unknown[];
  passes(value: unknown, object: object): boolean;
  /** The broken rule in plain English, without the value, which may be a secret. */
  readonly reason: string;
}

/** Rules are checked in this order: types, then sizes (they bound the work of later rules), then the rest. */
const FIRST_RULES = [
  ['isDefined', 'isString', 'isBoolean', 'isNumber', 'isInt', 'isObject', 'isArray'],
  ['arrayMaxSize', 'maxLength'],
];

/** The sort key of a rule; rules for each item come after those for the array. */
export function rank({ name, each }: Rule): number {
  const group = FIRST_RULES.findIndex((names) => names.includes(name));
  return (each ? FIRST_RULES.length + 1 : 0) + (group < 0 ? FIRST_RULES.length : group);
}

/** @throws TypeError for an asynchronous rule: its promise would count as a pass */
export function readRule(metadata: RuleMetadata): Rule {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  if (constraints.some((constraint) => constraint.async))
    throw new TypeError(`${metadata.propertyName}: asynchronous rules are not supported`);
  const checks = constraints.map((constraint) => constraint.instance);
  const argumentsFor = (value: unknown, object: object): ValidationArguments => ({
    value,
    object,
    constraints: metadata.constraints,
    property: metadata.propertyName,
    targetName: object.constructor.name,
  });
  return {
    name: metadata.name ?? '',
    each: metadata.each,
    parameters: (metadata.constraints as readonly unknown[] | undefined) ?? [],
    passes: (value, object) =>
      metadata.validateIf?.(object, value) === false ||
      checks.every((check) => passesCheck(check, value, argumentsFor(value, object))),
    reason: reasonOf(metadata, checks, argumentsFor(undefined, {})),
  };
}

/** A check that throws has failed; `arrayUnique` by a property does so for an item that is null. */
function passesCheck(
  check: ValidatorConstraintInterface,
  value: unknown,
  validationArguments: ValidationArguments,
): boolean {
  try {
    return Boolean(check.validate(value, validationArguments));
  } catch {
    return false;
  }
}

/** The decorator's own message, or else that of `REASONS`, or else class-validator's. */
function reasonOf(
  { name = '', message, constraints }: RuleMetadata,
  checks: readonly ValidatorConstraintInterface[],
  validationArguments: ValidationArguments,
): string {
  const own = message as RuleMetadata['message'] | undefined;
  if (typeof own === 'string') return toReason(own, validationArguments);
  if (own !== undefined) return toReason(own(validationArguments), validationArguments);
  const parameters = (constraints as readonly unknown[] | undefined) ?? [];
  const known = REASONS[name]?.(...parameters);
  if (known !== undefined) return known;
  const byDefault = checks[0]?.defaultMessage?.(validationArguments) ?? '';
  return toReason(byDefault, validationArguments);
}

/** Drops the field's name, with which class-validator's sentences begin: the pointer has it already. */
function toReason(sentence: string, { constraints }: ValidationArguments): string {
  return sentence
    .replace(/^(each value in )?\$property /, '')
    .replace(/\$constraint(\d+)/g, (_, number: string) => String(constraints[Number(number) - 1]));
}
