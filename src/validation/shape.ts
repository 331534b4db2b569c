import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from 'class-validator';
import type { Rule, RuleMetadata } from './rule';
import { rank, readRule } from './rule';

/** A class whose class-validator decorators are a schema. */
export type Shape<T extends object = object> = new () => T;

/** A property of a shape with the rules of its decorators. */
export interface Field {
  readonly name: string;
  readonly optional: boolean;
  /** `@ValidateIf` decides whether the field is validated. */
  readonly isConditional: boolean;
  /** The conditions of `@ValidateIf`: false if the field is not validated in this object. */
  applies(object: object, value: unknown): boolean;
  /** In the order in which they are checked. */
  readonly rules: readonly Rule[];
  /** `list` is `either` for a field that has one object or a list of them. */
  readonly nested?: { readonly shape: Shape; readonly list: boolean | 'either' };
}
export type Fields = ReadonlyMap<string, Field>;

const fieldsByShape = new WeakMap<Shape, Fields>();

/** @returns the fields of a shape by name; computed once for each shape */
export function readFields(shape: Shape): Fields {
  const known = fieldsByShape.get(shape);
  if (known) return known;
  const storage = getMetadataStorage();
  // decorators run from last to first
  const decorators = storage.getTargetValidationMetadatas(shape, '', false, false).reverse();
  const decoratorsByName = Object.entries(storage.groupByPropertyName(decorators));
  const fields = new Map(
    decoratorsByName.map(([name, own]) => [name, readField(shape, name, own)]),
  );
  fieldsByShape.set(shape, fields);
  return fields;
}

function readField(shape: Shape, name: string, decorators: readonly RuleMetadata[]): Field {
  const ofType = (type: string) => decorators.filter((decorator) => decorator.type === type);
  const conditionals = ofType(ValidationTypes.CONDITIONAL_VALIDATION);
  const conditions = conditionals.filter((conditional) => conditional.name !== IS_OPTIONAL);
  const rules = ofType(ValidationTypes.CUSTOM_VALIDATION).map(readRule);
  const [nested] = ofType(ValidationTypes.NESTED_VALIDATION);
  return {
    name,
    optional: conditions.length < conditionals.length,
    isConditional: conditions.length > 0,
    applies: (object, value) =>
      conditions.every((condition) => isMet(condition.constraints[0], object, value)),
    rules: rules.sort((one, other) => rank(one) - rank(other)),
    ...(nested && {
      nested: {
        shape: nestedShape(shape, name),
        list: rules.some((rule) => rule.name === 'oneOrMore')
          ? 'either'
          : nested.each || rules.some((rule) => /array/i.test(rule.name)),
      },
    }),
  };
}

function isMet(condition: unknown, object: object, value: unknown): boolean {
  return (condition as (object: object, value: unknown) => boolean)(object, value);
}

/** The class that `@Type` names: class-transformer makes an instance of it for `{}` in the property. */
function nestedShape(shape: Shape, name: string): Shape {
  const instance = plainToInstance(shape, { [name]: {} }) as Readonly<Record<string, object>>;
  return instance[name]?.constructor as Shape;
}
