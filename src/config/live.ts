/** A value that may be another one the next time it is looked at. */
export interface Live<T> {
  readonly now: T;
}

/** The one who sets it. */
export class Current<T> implements Live<T> {
  constructor(public now: T) {}
}

/** What is made of another value, anew whenever that is another one. */
export function derived<S, T>(source: () => S, make: (value: S) => T): Live<T> {
  let made: { readonly from: S; readonly value: T } | undefined;
  return {
    get now(): T {
      const from = source();
      if (made === undefined || made.from !== from) made = { from, value: make(from) };
      return made.value;
    },
  };
}
