import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Whether a text has no lone surrogates. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** A string without lone surrogates: UTF-8 cannot encode those. */
export const IsWellFormedUnicode = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isWellFormedUnicode',
      validator: {
        validate: (value) => typeof value === 'string' && isWellFormed(value),
        defaultMessage: () => '$property must be well-formed Unicode, without lone surrogates',
      },
    },
    options,
  );
