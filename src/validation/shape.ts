import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from 'class-validator';
import type { Rule, RuleMetadata } from './rule';
import { rank, ruleOf } from './rule';

export type Shape<T extends object = object> = new () => T;

/** One property of a shape and everything its decorators ask of it. */
export interface Field {
  readonly name: string;
  readonly optional: boolean;
  /** `@ValidateIf`: whether the field is looked at, given its siblings. */
  applies(object: object, value: unknown): boolean;
  /** In the order of asking. */
  readonly rules: readonly Rule[];
  readonly nested?: { readonly shape: Shape; readonly list: boolean };
}
export type Fields = ReadonlyMap<string, Field>;

const compiled = new WeakMap<Shape, Fields>();

/** The fields of a class by name, from its class-validator decorators; worked out once a class. */
export function fieldsOf(shape: Shape): Fields {
  const known = compiled.get(shape);
  if (known) return known;
  const storage = getMetadataStorage();
  // decorators are applied last to first
  const decorators = storage.getTargetValidationMetadatas(shape, '', false, false).reverse();
  const byName = Object.entries(storage.groupByPropertyName(decorators));
  const fields = new Map(byName.map(([name, own]) => [name, fieldOf(shape, name, own)]));
  compiled.set(shape, fields);
  return fields;
}

function fieldOf(shape: Shape, name: string, decorators: readonly RuleMetadata[]): Field {
  const ofType = (type: string) => decorators.filter((decorator) => decorator.type === type);
  const conditions = ofType(ValidationTypes.CONDITIONAL_VALIDATION);
  const rules = ofType(ValidationTypes.CUSTOM_VALIDATION).map(ruleOf);
  const [nested] = ofType(ValidationTypes.NESTED_VALIDATION);
  const whens = conditions.filter((condition) => condition.name !== IS_OPTIONAL);
  return {
    name,
    optional: whens.length < conditions.length,
    applies: (object, value) => whens.every((when) => isTrue(when.constraints[0], object, value)),
    rules: rules.sort((one, other) => rank(one) - rank(other)),
    ...(nested && {
      nested: {
        shape: nestedShape(shape, name),
        list: nested.each || rules.some((rule) => /array/i.test(rule.name)),
      },
    }),
  };
}

function isTrue(condition: unknown, object: object, value: unknown): boolean {
  return (condition as (object: object, value: unknown) => boolean)(object, value);
}

/** What class-transformer makes of `{}` in that place: the class that `@Type` names. */
function nestedShape(shape: Shape, name: string): Shape {
  const made = plainToInstance(shape, { [name]: {} }) as Readonly<Record<string, object>>;
  return made[name]?.constructor as Shape;
}
