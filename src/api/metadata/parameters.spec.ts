import type { CounterChangeBody } from '../dto/bodies';
import { GatewayError } from '../../core/gateway-error';
import {
  deleteParameters,
  keyInPath,
  parseCounterChanges,
  parseEntries,
  parseEntry,
  readParameters,
} from './parameters';

/** The pointers of the faults that a call reports. */
function faultsOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof GatewayError)
      return error.details.errors?.map(({ pointer }) => pointer) ?? [];
  }
  return [];
}

describe('parseEntries', () => {
  it('turns a value into a list of one', () => {
    const bodies = [
      { key: 'a', value: '' },
      { key: 'b', values: ['1', '2'] },
    ];
    expect(parseEntries(bodies)).toEqual([
      { key: 'a', values: [''] },
      { key: 'b', values: ['1', '2'], isList: true },
    ]);
    expect(parseEntry('c', { value: '1' })).toEqual({ key: 'c', values: ['1'] });
  });

  it('requires either a value or values', () => {
    const bodies = [{ key: 'a' }, { key: 'b', value: '1' }, { key: 'c', value: '', values: ['1'] }];
    expect(faultsOf(() => parseEntries(bodies))).toEqual(['/entries/0', '/entries/2']);
    expect(faultsOf(() => parseEntry('a', {}))).toEqual(['']);
  });

  it('refuses each repetition of a key', () => {
    const bodies = ['a', 'b', 'a', 'a'].map((key) => ({ key, value: '1' }));
    expect(faultsOf(() => parseEntries(bodies))).toEqual(['/entries/2/key', '/entries/3/key']);
  });
});

describe('parseCounterChanges', () => {
  const change = (op: CounterChangeBody['op'], amount: number, key = 'a') => ({ key, op, amount });

  it.each([
    change('set', -1),
    change('set', Number.MIN_SAFE_INTEGER),
    change('increase', 0),
    change('decrease', Number.MAX_SAFE_INTEGER),
  ])('accepts $op $amount', (body) => {
    expect(parseCounterChanges([body])).toEqual([body]);
  });

  it.each([
    change('set', Number.MAX_SAFE_INTEGER + 1),
    change('increase', -1),
    change('decrease', -1),
    change('increase', 1e300),
  ])('refuses $op $amount', (body) => {
    expect(faultsOf(() => parseCounterChanges([body]))).toEqual(['/counters/0/amount']);
  });

  it('refuses a repeated key', () => {
    const bodies = [change('set', 1), change('increase', 1), change('set', 1, 'b')];
    expect(faultsOf(() => parseCounterChanges(bodies))).toEqual(['/counters/1/key']);
  });
});

describe('the keys of a read or delete', () => {
  it('come from the path or the query', () => {
    expect(keyInPath({ key: 'a' })).toEqual({ keys: ['a'], keysPointer: 'path/key' });
    expect(readParameters({ keys: ['a'], cursor: 'c' })).toEqual({ keys: ['a'], cursor: 'c' });
    expect(readParameters({})).toEqual({});
    expect(deleteParameters({ keys: ['a'] })).toEqual({ keys: ['a'] });
    expect(deleteParameters({ keys: ['a'], all: 'false' })).toEqual({ keys: ['a'] });
    expect(deleteParameters({ all: 'true' })).toEqual({ keys: 'all' });
  });

  it.each([{}, { all: 'false' as const }, { all: 'true' as const, keys: ['a'] }])(
    'refuses a delete with %j',
    (query) => {
      expect(faultsOf(() => deleteParameters(query))).toEqual(['query/keys']);
    },
  );
});
