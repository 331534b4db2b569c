import { ValidateBy, type ValidationOptions } from 'class-validator';

/** A string without lone surrogates: UTF-8 cannot encode those. */
export const IsWellFormedUnicode = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isWellFormedUnicode',
      validator: {
        validate: (value) => typeof value === 'string' && !/\p{Surrogate}/u.test(value),
        defaultMessage: () => '$property must be well-formed Unicode, without lone surrogates',
      },
    },
    options,
  );
