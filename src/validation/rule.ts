import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { getMetadataStorage } from 'class-validator';
import { REASONS } from './reasons';

type Storage = ReturnType<typeof getMetadataStorage>;
export type RuleMetadata = ReturnType<Storage['getTargetValidationMetadatas']>[number];

/** One decorator of one field, ready to be asked. */
export interface Rule {
  readonly name: string;
  /** It is about every item of an array, not about the array. */
  readonly each: boolean;
  passes(value: unknown, object: object): boolean;
  /** Plain English, without the value: that may be a secret. */
  readonly reason: string;
}

/** What tells most goes first: the type, then the size that bounds the work of every later rule. */
const FIRST = [
  ['isDefined', 'isString', 'isBoolean', 'isNumber', 'isInt', 'isObject', 'isArray'],
  ['arrayMaxSize', 'maxLength'],
];

export function rank({ name, each }: Rule): number {
  const place = FIRST.findIndex((names) => names.includes(name));
  return (each ? FIRST.length + 1 : 0) + (place < 0 ? FIRST.length : place);
}

/** @throws TypeError for an asynchronous rule: its promise would count as a pass */
export function ruleOf(metadata: RuleMetadata): Rule {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  if (constraints.some((constraint) => constraint.async))
    throw new TypeError(`${metadata.propertyName}: asynchronous rules are not supported`);
  const checks = constraints.map((constraint) => constraint.instance);
  const about = (value: unknown, object: object): ValidationArguments => ({
    value,
    object,
    constraints: metadata.constraints,
    property: metadata.propertyName,
    targetName: object.constructor.name,
  });
  return {
    name: metadata.name ?? '',
    each: metadata.each,
    passes: (value, object) =>
      metadata.validateIf?.(object, value) === false ||
      checks.every((check) => holds(check, value, about(value, object))),
    reason: reasonOf(metadata, checks, about(undefined, {})),
  };
}

/** A check that cannot even be made (a unique id of `null`) has not been passed. */
function holds(check: ValidatorConstraintInterface, value: unknown, about: ValidationArguments) {
  try {
    return Boolean(check.validate(value, about));
  } catch {
    return false;
  }
}

function reasonOf(
  { name = '', message, constraints }: RuleMetadata,
  checks: readonly ValidatorConstraintInterface[],
  about: ValidationArguments,
): string {
  const own = message as RuleMetadata['message'] | undefined;
  if (typeof own === 'string') return plain(own, about);
  if (own !== undefined) return plain(own(about), about);
  const parameters = (constraints as readonly unknown[] | undefined) ?? [];
  return REASONS[name]?.(...parameters) ?? plain(checks[0]?.defaultMessage?.(about) ?? '', about);
}

/** class-validator's sentences begin with the field's name, which the pointer says already. */
function plain(sentence: string, { constraints }: ValidationArguments): string {
  return sentence
    .replace(/^(each value in )?\$property /, '')
    .replace(/\$constraint(\d+)/g, (_, place: string) => String(constraints[Number(place) - 1]));
}
