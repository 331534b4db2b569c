/** A value that may be replaced while the process runs. Read `current` each time it is needed. */
export interface LiveValue<T> {
  readonly current: T;
}

export class MutableLiveValue<T> implements LiveValue<T> {
  constructor(public current: T) {}
}

/** A value computed from another one; computed again after the source returns another object. */
export function deriveLiveValue<S, T>(source: () => S, derive: (value: S) => T): LiveValue<T> {
  let cached: { readonly from: S; readonly value: T } | undefined;
  return {
    get current(): T {
      const from = source();
      if (cached === undefined || cached.from !== from) cached = { from, value: derive(from) };
      return cached.value;
    },
  };
}
