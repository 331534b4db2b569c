import type { CounterChange } from '../../core/metadata';
import type { CounterChangeBody } from '../dto/bodies';
import { refuseFaults } from '../http/problems/invalid-request';
import { findDuplicateKeys } from './parameters';

/** @throws GatewayError invalid-request: a key twice, or an amount that is no safe whole number */
export function parseCounterChanges(bodies: readonly CounterChangeBody[]): CounterChange[] {
  refuseFaults([
    ...findDuplicateKeys(
      bodies.map(({ key }) => key),
      'counters',
    ),
    ...bodies.flatMap(({ op, amount }, index) => {
      const pointer = `/counters/${index}/amount`;
      if (!Number.isSafeInteger(amount)) return [{ pointer, reason: 'is too large to be exact' }];
      return op === 'set' || amount >= 0 ? [] : [{ pointer, reason: 'must not be negative' }];
    }),
  ]);
  return bodies.map(({ key, op, amount }) => ({ key, op, amount }));
}
