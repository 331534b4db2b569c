import fc from 'fast-check';
import type { Entry } from '../../core/metadata';
import { planValueWrites, type ValueWrite } from './value-writes';

/** The vendor's side ("Update extra data in a message"): add appends missing values, remove removes existing ones. */
function apply(state: ReadonlyMap<string, readonly string[]>, { mode, items }: ValueWrite) {
  const next = new Map(state);
  for (const { key, values } of items) {
    const current = next.get(key) ?? [];
    const added = [...current, ...values.filter((value) => !current.includes(value))];
    next.set(key, mode === 'add' ? added : current.filter((value) => !values.includes(value)));
  }
  return next;
}

const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
const wantedValues = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), {
  minLength: 1,
  maxLength: 5,
});
const entries = (arbitrary: fc.Arbitrary<string[]>) =>
  fc.uniqueArray(fc.record({ key: fc.constantFrom('k', 'l', 'm'), values: arbitrary }), {
    selector: ({ key }) => key,
  });

const stateOf = (current: readonly Entry[]) =>
  new Map(current.map(({ key, values }) => [key, values]));

describe('planValueWrites', () => {
  it('leads to exactly the wanted values in at most three writes, and keeps other keys', () => {
    fc.assert(
      fc.property(entries(wantedValues), entries(values), (wanted, current) => {
        const writes = planValueWrites(wanted, current);
        const end = writes.reduce(apply, stateOf(current));
        const expected = new Map([...stateOf(current), ...stateOf(wanted)]);
        expect(Object.fromEntries(end)).toEqual(Object.fromEntries(expected));
        expect(writes.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('never leaves a key without values between two writes', () => {
    fc.assert(
      fc.property(entries(wantedValues), entries(wantedValues), (wanted, current) => {
        let state: ReadonlyMap<string, readonly string[]> = stateOf(current);
        for (const write of planValueWrites(wanted, current)) {
          state = apply(state, write);
          for (const { key } of current) expect(state.get(key)).not.toHaveLength(0);
        }
      }),
    );
  });

  it('lists each changed key as complete once, and not before it is', () => {
    fc.assert(
      fc.property(entries(wantedValues), entries(values), (wanted, current) => {
        const goal = stateOf(wanted);
        let state: ReadonlyMap<string, readonly string[]> = stateOf(current);
        const completed: string[] = [];
        for (const write of planValueWrites(wanted, current)) {
          state = apply(state, write);
          completed.push(...write.completes);
          for (const key of completed) expect(state.get(key)).toEqual(goal.get(key));
        }
        expect(new Set(completed).size).toBe(completed.length);
      }),
    );
  });

  it.each([
    ['no write for equal values', ['a', 'b'], ['a', 'b'], 0],
    ['one write to append', ['a', 'b'], ['a'], 1],
    ['one write to remove', ['b'], ['a', 'b'], 1],
    ['two writes to replace', ['x'], ['a'], 2],
    ['two writes to reorder', ['a', 'b'], ['b', 'a'], 2],
    ['three writes if a current value follows a new one', ['x', 'a'], ['a'], 3],
  ])('needs %s', (_, wanted, current, count) => {
    const writes = planValueWrites([{ key: 'k', values: wanted }], [{ key: 'k', values: current }]);
    expect(writes).toHaveLength(count);
  });

  it('uses the same writes for several keys', () => {
    const writes = planValueWrites(
      [
        { key: 'k', values: ['a', 'b'] },
        { key: 'l', values: ['c', 'e'] },
        { key: 'new', values: ['z'] },
      ],
      [
        { key: 'k', values: ['b', 'a'] },
        { key: 'l', values: ['c', 'd'] },
      ],
    );
    expect(writes.map(({ mode }) => mode)).toEqual(['remove', 'add']);
  });
});
