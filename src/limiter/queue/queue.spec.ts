import { getEventListeners } from 'node:events';
import { Bucket } from '../bucket';
import type { Grant } from '../limiter';
import { FirstWaiters, laneKey, waitersInOrder } from './lanes';
import { Queue } from './queue';
import type { Lane, Waiter } from './waiter';

const set = new Bucket(0, 'set', 10, 1_000);
const group = new Bucket(1, 'group', 100, 1_000);
const ONE = [{ bucket: set, tokens: 1 }];
const TWO = [{ bucket: set, tokens: 2 }];
const GROUP = [{ bucket: group, tokens: 1 }];
const GRANT = { waitedMs: 0 } as Grant;

let queue: Queue;
beforeEach(() => {
  queue = new Queue(2);
});

/** A waiter whose caller awaits the grant. */
function enqueue(client = 'one', draws = ONE, deadlineMs = 100, signal?: AbortSignal): Waiter {
  const wait = { client, weight: 1, maxWaitMs: 0, ...(signal && { signal }) };
  const waiter = queue.create(draws, wait, 0, deadlineMs);
  queue.enqueue(waiter);
  queue.awaitGrant(waiter, () => undefined).catch(() => undefined);
  return waiter;
}

const arrivals = (skipped?: ReadonlySet<Lane>) =>
  [...waitersInOrder(queue.lanes, skipped)].map(({ arrival }) => arrival);

describe('the queue', () => {
  it('counts the waiters whose callers await their grants', () => {
    const waiter = queue.create(ONE, { client: 'one', weight: 1, maxWaitMs: 0 }, 0, 0);
    queue.enqueue(waiter);
    expect([queue.size, queue.firstByDeadline]).toEqual([0, undefined]);
    queue.admit(waiter, GRANT);
    expect(waiter.grant).toBe(GRANT);
    expect(queue.lanes.isEmpty).toBe(true);
    enqueue();
    expect(queue.size).toBe(1);
  });

  it('counts the waiters of a quota over all its lanes', () => {
    enqueue();
    enqueue();
    enqueue('one', TWO);
    enqueue('one', [...ONE, ...GROUP]);
    enqueue('one', GROUP);
    expect([queue.sizeFor(set), queue.sizeFor(group)]).toEqual([4, 2]);
  });

  it('finds the waiter with the first deadline, until it leaves', () => {
    enqueue('one', ONE, 300);
    const first = enqueue('one', TWO, 100);
    const second = enqueue('one', ONE, 200);
    expect(queue.firstByDeadline).toBe(first);
    queue.remove(first);
    expect(queue.firstByDeadline).toBe(second);
    queue.admit(second, GRANT);
    expect(queue.firstByDeadline?.deadlineMs).toBe(300);
  });

  it('resolves an admitted waiter with its grant, and no longer listens to its signal', async () => {
    const { signal } = new AbortController();
    const wait = { client: 'one', weight: 1, maxWaitMs: 0, signal };
    const waiter = queue.create(ONE, wait, 0, 0);
    queue.enqueue(waiter);
    const granted = queue.awaitGrant(waiter, () => undefined);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    queue.admit(waiter, GRANT);
    await expect(granted).resolves.toBe(GRANT);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(queue.size).toBe(0);
  });

  it('no longer listens to the signal of a waiter that was removed', () => {
    const { signal } = new AbortController();
    queue.remove(enqueue('one', ONE, 100, signal));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect([queue.size, queue.lanes.isEmpty]).toEqual([0, true]);
  });
});

describe('the tags of clients', () => {
  it('let a client that comes later begin where the others are served', () => {
    const waiters = [1, 2, 3].map(() => enqueue());
    expect(waiters.map(({ tag }) => tag)).toEqual([0, 0.1, 0.2]);
    for (const waiter of waiters.slice(0, 2)) queue.admit(waiter, GRANT);
    expect(enqueue('two').tag).toBe(0.1);
  });

  it('charge a client for its grants, not for waiters that have left', () => {
    enqueue('two');
    const waiters = [1, 2, 3].map(() => enqueue());
    const [first, ...others] = waiters;
    if (first) queue.admit(first, GRANT);
    for (const waiter of others) queue.remove(waiter);
    expect(enqueue().tag).toBe(0.1);
  });

  it('charge a client for a grant without a wait while others wait', () => {
    enqueue('two');
    const waiter = queue.create(ONE, { client: 'one', weight: 1, maxWaitMs: 0 }, 0, 0);
    queue.enqueue(waiter);
    queue.admit(waiter, GRANT);
    expect(enqueue().tag).toBe(0.1);
  });

  it('begin anew when the last waiter has left', () => {
    const waiters = [1, 2].map(() => enqueue());
    for (const waiter of waiters) queue.admit(waiter, GRANT);
    expect(enqueue().tag).toBe(0);
  });
});

describe('lanes', () => {
  it('have a key for the quotas and the tokens of a draw', () => {
    const keys = [ONE, TWO, GROUP, [...ONE, ...GROUP], [...GROUP, ...ONE]].map(laneKey);
    expect(new Set(keys).size).toBe(5);
    expect(laneKey([...ONE, ...GROUP])).toBe(laneKey([...ONE, ...GROUP]));
  });

  it('are shared by equal draws, and leave with their last waiter', () => {
    const one = enqueue();
    const other = enqueue();
    expect(other.lane).toBe(one.lane);
    expect(queue.lanes.get(one.lane.key)).toBe(one.lane);
    queue.remove(one);
    expect(queue.lanes.get(one.lane.key)).toBe(other.lane);
    queue.remove(other);
    expect(queue.lanes.get(one.lane.key)).toBeUndefined();
  });

  it('give their waiters in the order of tags, then of arrival', () => {
    enqueue('one', ONE); // tags 0, 0.1, 0.3 of the first client
    enqueue('one', TWO);
    enqueue('one', ONE);
    enqueue('two', GROUP); // tag 0 at another quota
    enqueue('two', TWO); // tag 0
    expect(arrivals()).toEqual([0, 3, 4, 1, 2]);
    expect(new FirstWaiters(queue.lanes).next()?.arrival).toBe(0);
    expect(new FirstWaiters([]).next()).toBeUndefined();
  });

  it('are left out from their next waiter on once they are skipped', () => {
    const { lane } = enqueue();
    enqueue();
    enqueue('two', GROUP);
    expect(arrivals(new Set([lane]))).toEqual([0, 2]);
  });
});
