type Observer<T> = { readonly [Event in keyof T]: (...args: never[]) => void };

/**
 * An observer that forwards every event to two others, to the first one first. Only own properties are
 * forwarded: pass object literals, not instances of a class.
 */
export function compositeObserver<T extends Observer<T>>(first: T, second: T): T {
  const events = Object.keys(first) as (keyof T)[];
  const forwarders = events.map((event) => [
    event,
    (...args: never[]) => {
      first[event](...args);
      second[event](...args);
    },
  ]);
  return Object.fromEntries(forwarders) as T;
}
