import type { Lane, Waiter } from '../queue/waiter';
import { Lanes, waitersInOrder } from '../queue/lanes';
import { allocate, FreeTokenBudget } from './allocation';
import { Bucket } from '../bucket';
import type { BucketDraw } from '../bucket';

const WINDOW_MS = 1000;
let set: Bucket;
let group: Bucket;
beforeEach(() => {
  set = new Bucket(0, 'set', 100, WINDOW_MS);
  group = new Bucket(1, 'group', 20, WINDOW_MS);
});

/** Leaves so many tokens free; the others rest until then. */
function use(bucket: Bucket, free: number, freeAgainAtMs: number): void {
  const used = bucket.free - free;
  bucket.take(used);
  bucket.startResting(used, freeAgainAtMs - bucket.windowMs);
}

/** Allocates to waiters with these draws, at time 0. Returns the indexes of those admitted. */
function admitted(
  queue: readonly (readonly BucketDraw[])[],
  { refuses, reserved = new Set() }: { refuses?: number; reserved?: Set<Bucket> } = {},
): number[] {
  const lanes = new Lanes();
  for (const [index, draws] of queue.entries()) {
    const wait = { client: 'one', weight: 1, maxWaitMs: 0 };
    const lane = lanes.laneFor(draws);
    lanes.add({ wait, lane, arrival: index, tag: index, enqueuedAtMs: 0, deadlineMs: 0 });
  }
  const skipped = new Set<Lane>();
  const waiters = waitersInOrder(lanes, skipped) as Iterator<Waiter, undefined>;
  const indexes: number[] = [];
  const admit = ({ arrival }: Waiter): boolean => {
    if (arrival === refuses) return false;
    indexes.push(arrival);
    return true;
  };
  const cursor = { next: () => waiters.next().value, skip: (lane: Lane) => skipped.add(lane) };
  allocate(cursor, new FreeTokenBudget(0), admit, reserved);
  return indexes;
}

const sets = (tokens: number): BucketDraw => ({ bucket: set, tokens });
const groups = (tokens: number): BucketDraw => ({ bucket: group, tokens });

it('admits waiters in order while tokens suffice, and counts what it has given', () => {
  use(set, 3, 500);
  expect(admitted([[sets(1)], [sets(1)], [sets(1)], [sets(1)]])).toEqual([0, 1, 2]);
});

it('keeps tokens for a large draw that lacks some', () => {
  use(set, 10, 500);
  expect(admitted([[sets(100)], [sets(1)]])).toEqual([]);
});

it('gives others the tokens that will have been replaced when the large draw can be served', () => {
  use(set, 10, 500); // 90 tokens are free at 500
  use(group, 0, 800);
  // at 800 the first draw needs 95 of 100 tokens of set, so 5 of the 10 free ones are not needed
  expect(admitted([[sets(95), groups(1)], ...Array<BucketDraw[]>(7).fill([sets(1)])])).toEqual([
    1, 2, 3, 4, 5,
  ]);
});

it('expects a draw that lacks tokens of two quotas when the later ones are free', () => {
  use(set, 88, 500); // 12 tokens are free at 500, 78 more at 800
  use(set, 10, 800);
  use(group, 0, 800);
  const queue = [[sets(20), groups(1)], ...Array<BucketDraw[]>(11).fill([sets(1)])];
  expect(admitted(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('expects tokens of a quota in cooldown at its end', () => {
  use(set, 10, 1500);
  group.coolDown(2000);
  // the first draw can be served at 2000, when 90 more tokens of set are free
  expect(admitted([[sets(10), groups(1)], [sets(10)]])).toEqual([1]);
  group.cooldownUntilMs = 1200;
  expect(admitted([[sets(10), groups(1)], [sets(10)]])).toEqual([]);
});

it('reserves nothing for a waiter that lacks a quota which is already reserved', () => {
  use(set, 10, 500);
  use(group, 5, 5000);
  const reserved = new Set<Bucket>();
  expect(admitted([[sets(20)], [sets(15), groups(5)], [groups(5)]], { reserved })).toEqual([2]);
  expect([...reserved]).toEqual([set]);
});

it('passes over the lane of a waiter that could not be admitted, and spends nothing', () => {
  use(set, 2, 500);
  const queue = [[sets(1)], [sets(1)], [sets(2)]];
  expect(admitted(queue, { refuses: 0 })).toEqual([2]);
});
