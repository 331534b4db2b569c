import { retentionOf } from '../../test/support/memory/retention';
import type { BucketDraw } from './bucket';
import { InFlightCall, InFlightList, type InFlightCallOwner } from './in-flight';

const callUntil = (leaseEndMs: number, draws: readonly BucketDraw[] = []): InFlightCall =>
  new InFlightCall(draws, 0, 0, leaseEndMs, {} as InFlightCallOwner);

it('goes on with the next call when the current one is removed meanwhile', () => {
  const list = new InFlightList();
  for (const leaseEndMs of [2, 1, 3]) list.add(callUntil(leaseEndMs));
  const ends: number[] = [];
  for (const call of list) {
    ends.push(call.leaseEndMs);
    list.remove(call);
  }
  expect(ends).toEqual([1, 2, 3]);
  expect([...list]).toEqual([]);
});

it('keeps no removed call until a full collection', () => {
  const list = new InFlightList();
  let leaseEndMs = 0;
  const kilobytes = retentionOf((member) => {
    const call = callUntil((leaseEndMs += 1), member.numbers as unknown as BucketDraw[]);
    list.add(call);
    return () => {
      list.remove(call);
    };
  });
  expect(kilobytes).toBeLessThan(0.1);
});
