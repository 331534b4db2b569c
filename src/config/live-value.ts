/** A value that may be another one the next time it is looked at. */
export interface LiveValue<T> {
  readonly current: T;
}

/** The one who sets it. */
export class MutableLiveValue<T> implements LiveValue<T> {
  constructor(public current: T) {}
}

/** What is made of another value, anew whenever that is another one. */
export function deriveLiveValue<S, T>(source: () => S, make: (value: S) => T): LiveValue<T> {
  let made: { readonly from: S; readonly value: T } | undefined;
  return {
    get current(): T {
      const from = source();
      if (made === undefined || made.from !== from) made = { from, value: make(from) };
      return made.value;
    },
  };
}
