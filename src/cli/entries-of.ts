import { InvalidArgumentError } from 'commander';
import type { CounterChangeBody, EntryBody } from '../client';

/**
 * `key=value` as entries; a key that is there twice gets both values.
 * @throws InvalidArgumentError
 */
export function entriesOf(pairs: readonly string[]): EntryBody[] {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === '') throw new InvalidArgumentError(`"${pair}" is not KEY=VALUE.`);
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return [...values].map(([key, several]) => {
    const [value = ''] = several;
    return several.length === 1 ? { key, value } : { key, values: several };
  });
}

const OPS = { '': 'set', '+': 'increase', '-': 'decrease' } as const;

/** `likes=5`, `likes+=1` or `likes-=1`. @throws InvalidArgumentError */
export function changeOf(text: string, earlier: CounterChangeBody[] = []): CounterChangeBody[] {
  const [, key = '', sign = '', amount = ''] = /^(.+?)([+-]?)=(-?\d+)$/s.exec(text) ?? [];
  if (key === '') throw new InvalidArgumentError('Write KEY=NUMBER, KEY+=NUMBER or KEY-=NUMBER.');
  return [...earlier, { key, op: OPS[sign as keyof typeof OPS], amount: Number(amount) }];
}
