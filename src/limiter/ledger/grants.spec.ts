/** Which grants a replica requests, and what it does with those that it does not use at once. */
import { QUOTA_AT_REST } from '../../../test/limiter/ledger/quota-view';
import { Lanes } from '../queue/lanes';
import type { Lane, Waiter } from '../queue/waiter';
import { Bucket } from '../bucket';
import type { BucketDraw } from '../bucket';
import { FleetQuota } from './fleet-quota';
import { GrantPool } from './grant-pool';
import { GrantPrefetch } from './grant-prefetch';
import { planGrantRequests, queuedDraws, type QuotaSupply } from './grant-requests';
import type { QuotaView } from './messages';

const set = new Bucket(0, 'set', 100, 1000);
const group = new Bucket(1, 'group', 20, 1000);
const SET_1 = [{ bucket: set, tokens: 1 }];
const SET_20 = [{ bucket: set, tokens: 20 }];
const GROUP_1 = [{ bucket: group, tokens: 1 }];
const BOTH = [...SET_1, ...GROUP_1];

let arrivals = 0;
function enqueue(lanes: Lanes, draws: readonly BucketDraw[], count = 1): Lane {
  const lane = lanes.laneFor(draws);
  for (let index = 0; index < count; index += 1) {
    const arrival = arrivals++;
    const wait = { client: 'one', weight: 1, maxWaitMs: 1000 };
    const waiter: Waiter = { wait, lane, arrival, tag: arrival, enqueuedAtMs: 0, deadlineMs: 1000 };
    lanes.add(waiter);
  }
  return lane;
}

const laneOf = (draws: readonly BucketDraw[]): Lane => new Lanes().laneFor(draws);
const grant = (lane: Lane, startMs = 0, endMs = startMs + 500) => ({
  name: `grant-${arrivals++}`,
  lane,
  startMs,
  endMs,
});
const never: QuotaSupply['isExhausted'] = () => false;
const RIVALS = 3;

describe('requests', () => {
  let lanes: Lanes;
  let pool: GrantPool;
  beforeEach(() => {
    lanes = new Lanes();
    pool = new GrantPool();
  });
  const plan = (free: number, supply: Partial<QuotaSupply> = {}) =>
    planGrantRequests(lanes, pool, {
      free: () => free,
      isExhausted: never,
      isMessageDue: false,
      rivals: () => RIVALS,
      ...supply,
    }).map(({ lane, mayBeLater }) => `${lane.key}${mayBeLater ? ' later' : ''}`);

  it('are for the waiters that the free tokens suffice for', () => {
    enqueue(lanes, SET_1, 3);
    expect(plan(3)).toEqual(['0:1', '0:1', '0:1']);
  });

  it('are, beyond the free tokens, for a part of 600 ms of the rate at a later time', () => {
    enqueue(lanes, SET_1, 30);
    expect(plan(2)).toEqual(['0:1', '0:1', ...Array<string>(15).fill('0:1 later')]);
  });

  it('are for no more than a part of the quota if its window is shorter than that', () => {
    enqueue(lanes, [{ bucket: new Bucket(0, 'burst', 20, 100), tokens: 1 }], 60);
    expect(plan(0)).toEqual(Array<string>(5).fill('0:1 later'));
  });

  it('may exceed that rate with the last one, so that a large draw is not stuck', () => {
    enqueue(lanes, SET_20, 3);
    expect(plan(0)).toEqual(['0:20 later']);
  });

  it('wait until less than a quarter of the grants for that rate are left', () => {
    const lane = enqueue(lanes, SET_1, 30);
    for (let count = 0; count < 3; count += 1) pool.add(grant(lane));
    expect(plan(0)).toEqual(Array<string>(12).fill('0:1 later'));
    pool.add(grant(lane));
    expect(plan(0)).toEqual([]);
  });

  it('are for all that are missing when a message is sent anyway', () => {
    const lane = enqueue(lanes, SET_1, 30);
    for (let count = 0; count < 14; count += 1) pool.add(grant(lane));
    expect(plan(0, { isMessageDue: true })).toEqual(['0:1 later']);
    pool.add(grant(lane));
    expect(plan(0, { isMessageDue: true })).toEqual([]);
  });

  it('leave out waiters that have a grant in the pool', () => {
    const lane = enqueue(lanes, SET_1, 3);
    pool.add(grant(lane));
    pool.add(grant(lane));
    expect(plan(100)).toEqual(['0:1']);
  });

  it('are at most 64', () => {
    enqueue(lanes, SET_1, 100);
    expect(plan(1000)).toHaveLength(64);
  });

  it('do not overtake a waiter that lacks tokens of the same quota', () => {
    enqueue(lanes, SET_20, 2);
    enqueue(lanes, SET_1, 5);
    expect(plan(10)).toEqual(['0:20 later']);
  });

  it('pass over a waiter that lacks one quota, for waiters of other quotas', () => {
    enqueue(lanes, GROUP_1, 5);
    enqueue(lanes, BOTH, 1);
    enqueue(lanes, SET_1, 2);
    expect(plan(2)).toEqual(['1:1', '1:1', ...Array<string>(3).fill('1:1 later'), '0:1', '0:1']);
  });

  it('ask nothing of an exhausted quota, whose waiters reserve no other quota', () => {
    enqueue(lanes, BOTH, 3);
    enqueue(lanes, SET_1, 2);
    expect(plan(0, { isExhausted: (bucket) => bucket === group })).toEqual([
      '0:1 later',
      '0:1 later',
    ]);
  });

  it('come with the sum of all that the waiters draw', () => {
    enqueue(lanes, BOTH, 3);
    enqueue(lanes, SET_20, 2);
    expect(queuedDraws(lanes)).toBe('set=43;group=3');
  });
});

describe('unused grants', () => {
  it('can be used from their start to their end', () => {
    const pool = new GrantPool();
    const lane = laneOf(SET_1);
    pool.add(grant(lane, 100, 200));
    expect([99, 100, 200, 201].map((nowMs) => pool.hasForLane('0:1', nowMs))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(pool.takeForLane('0:1', 99)).toBeUndefined();
    expect(pool.takeForLane('0:1', 201)).toBeUndefined();
    expect(pool.takeForLane('0:20', 150)).toBeUndefined();
    expect(pool.nextStartMs(50)).toBe(100);
    expect(pool.sumOf(set)).toBe(1);
    expect(pool.takeForLane('0:1', 200)).toBeDefined();
    expect(pool.sumOf(set)).toBe(0);
    expect(pool.nextStartMs(50)).toBe(Infinity);
  });

  it('are returned when no waiter is left, except the spare ones, which are returned after 100 ms', () => {
    const pool = new GrantPool();
    const lanes = new Lanes();
    const lane = enqueue(lanes, SET_1);
    const grants = Array.from({ length: 4 }, () => grant(lane));
    for (const one of grants) pool.add(one);
    expect(pool.takeSurplus(lanes, { spareCount: () => 2 }, 99)).toEqual([grants[3]]);
    expect(pool.takeSurplus(lanes, { spareCount: () => 2 }, 100)).toEqual([grants[1], grants[2]]);
    expect(pool.sumOf(set)).toBe(1);
  });
});

describe('spare grants', () => {
  const lane = laneOf(SET_1);
  const start = (calls: number, view: Partial<QuotaView> = {}) => {
    const prefetch = new GrantPrefetch(
      new Map([[set, new FleetQuota({ ...QUOTA_AT_REST, ...view }, 0, 1000)]]),
    );
    for (let call = 0; call < calls; call += 1) prefetch.countServed(lane, 0);
    return prefetch;
  };

  it('are as many as the calls of the last 100 ms, once these have passed', () => {
    const prefetch = start(10);
    expect(prefetch.spareCount(lane, 99)).toBe(0);
    expect(prefetch.spareCount(lane, 100)).toBe(10);
    expect(prefetch.spareCount(lane, 200)).toBe(0);
  });

  it('are none for fewer than four calls', () => {
    expect(start(3).spareCount(lane, 100)).toBe(0);
    expect(start(4).spareCount(lane, 100)).toBe(4);
  });

  it('take at most a quarter of the free tokens', () => {
    expect(start(50).spareCount(lane, 100)).toBe(25);
    expect(start(50, { free: 60 }).spareCount(lane, 100)).toBe(15);
  });

  it('are none unless half of the quota is free, and none in a cooldown', () => {
    expect(start(50, { free: 50 }).spareCount(lane, 100)).toBe(12);
    expect(start(50, { free: 49 }).spareCount(lane, 100)).toBe(0);
    expect(start(50, { cooldownMs: 10 }).spareCount(lane, 100)).toBe(0);
  });

  it('are requested when more than a quarter of them is missing', () => {
    const prefetch = start(8);
    const pool = new GrantPool();
    for (let count = 0; count < 5; count += 1) pool.add(grant(lane));
    expect(prefetch.requests(pool, 100)).toHaveLength(3);
    pool.add(grant(lane));
    expect(prefetch.requests(pool, 100)).toHaveLength(0);
  });
});
