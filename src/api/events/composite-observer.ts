type Observer<T> = { readonly [Name in keyof T]: (...told: never[]) => void };

/** An observer that passes everything on to two others, to the first one first. */
export function compositeObserver<T extends Observer<T>>(first: T, second: T): T {
  const names = Object.keys(first) as (keyof T)[];
  const both = names.map((name) => [
    name,
    (...told: never[]) => {
      first[name](...told);
      second[name](...told);
    },
  ]);
  return Object.fromEntries(both) as T;
}
