import type { Counter, CounterChange } from '../../core/metadata';

/** Whether the changes do not depend on their order: increases and decreases, but no `set`. */
export const isRelative = (changes: readonly CounterChange[]): boolean =>
  changes.every(({ op }) => op !== 'set');

const signed = ({ op, amount }: CounterChange): number => (op === 'decrease' ? -amount : amount);

/**
 * One change of each counter with the effect of all these. All have the same `op` where they fit into one
 * (`fitsOneChange`).
 */
export function sumChanges(changes: readonly CounterChange[]): CounterChange[] {
  const sums = sumByKey(changes);
  const others = [...sums.values()].some((sum) => sum < 0) ? 'decrease' : 'increase';
  return [...sums].map(([key, sum]) => ({
    key,
    op: sum > 0 ? 'increase' : others,
    amount: Math.abs(sum),
  }));
}

/** Whether the sums are exact, and no counter is to be increased while another is to be decreased. */
export function fitsOneChange(changes: readonly CounterChange[]): boolean {
  const sums = [...sumByKey(changes).values()];
  const sizes = sumByKey(changes.map((change) => ({ ...change, op: 'increase' as const })));
  const areExact = [...sizes.values()].every(Number.isSafeInteger);
  return areExact && !(sums.some((sum) => sum > 0) && sums.some((sum) => sum < 0));
}

/**
 * The counters of each call after its own change, where the calls were carried out in this order.
 * @param last the counters after all changes
 */
export function valuesAfterEach(
  calls: readonly (readonly CounterChange[])[],
  last: readonly Counter[],
): Counter[][] {
  const values = new Map(last.map(({ key, value }) => [key, value]));
  const lastFirst = calls.toReversed().map((changes) =>
    [...sumByKey(changes)].flatMap(([key, sum]) => {
      const value = values.get(key);
      if (value === undefined) return [];
      values.set(key, value - sum);
      return [{ key, value }];
    }),
  );
  return lastFirst.toReversed();
}

function sumByKey(changes: readonly CounterChange[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const change of changes) sums.set(change.key, (sums.get(change.key) ?? 0) + signed(change));
  return sums;
}
