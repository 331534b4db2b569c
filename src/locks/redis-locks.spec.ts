import type { Target } from '../core/metadata';
import type { LeaseWait, LockLease, LockLeases } from './lock-leases';
import { RedisLocks } from './redis-locks';

const target: Target = { connection: 'main', channelType: 'group', channelId: 'one' };
const { signal } = new AbortController();
const wait = { maxWaitMs: 1_000, signal };
const CALL_MS = 500;

/** Locks on leases that the test grants and refuses. */
function start() {
  const requests: { name: string; wait: LeaseWait }[] = [];
  const log: string[] = [];
  const state = {
    acquire: (): Promise<LockLease> => Promise.resolve(lease),
    release: () => Promise.resolve(),
  };
  const lease: LockLease = {
    outlasts: (forMs) => forMs < 100,
    release: () => {
      log.push('released');
      return state.release();
    },
  };
  const leases = {
    acquire: (name: string, leaseWait: LeaseWait) => {
      requests.push({ name, wait: leaseWait });
      return state.acquire();
    },
    drain: () => log.push('drained'),
    reconfigure: (callMs: number) => log.push(`reconfigured for ${callMs}`),
  } as unknown as LockLeases;
  return { locks: new RedisLocks(leases), requests, log, state };
}

it('holds the lease of the target, for as long as the lease lasts', async () => {
  const { locks, requests } = start();
  const lock = await locks.acquire(target, wait, CALL_MS);
  expect(requests).toMatchObject([
    { name: '["group","one",null,null]', wait: { callMs: CALL_MS, signal } },
  ]);
  expect([lock.outlasts(99), lock.outlasts(100)]).toEqual([true, false]);
});

it('requests one lease of a target at a time, and the next when the first is released', async () => {
  const { locks, log, requests, state } = start();
  let finishRelease = (): void => undefined;
  state.release = () => new Promise<void>((resolve) => (finishRelease = resolve));
  const first = await locks.acquire(target, wait, CALL_MS);
  const second = locks.acquire(target, wait, CALL_MS);
  first.release();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(log).toEqual(['released']);
  expect(requests).toHaveLength(1);
  finishRelease();
  await second;
  expect(requests).toHaveLength(2);
});

it('waits for the lease only as long as the caller has left', async () => {
  const { locks, requests } = start();
  const first = await locks.acquire(target, wait, CALL_MS);
  const second = locks.acquire(target, wait, CALL_MS);
  await new Promise((resolve) => setTimeout(resolve, 100));
  first.release();
  await second;
  const [one, other] = requests.map((request) => request.wait.maxWaitMs);
  expect(one).toBeGreaterThan(900);
  expect(one).toBeLessThanOrEqual(1_000);
  expect(other).toBeGreaterThanOrEqual(0);
  expect(other).toBeLessThan(910);
});

it('passes the lock of the process on where the lease is refused', async () => {
  const { locks, requests, state } = start();
  state.acquire = () => Promise.reject(new Error('refused'));
  await expect(locks.acquire(target, wait, CALL_MS)).rejects.toThrow('refused');
  await expect(locks.acquire(target, wait, CALL_MS)).rejects.toThrow('refused');
  expect(requests).toHaveLength(2);
});

it('drains and reconfigures the leases too', async () => {
  const { locks, log } = start();
  locks.reconfigure(2_000);
  locks.drain();
  expect(log).toEqual(['reconfigured for 2000', 'drained']);
  await expect(locks.acquire(target, wait, CALL_MS)).rejects.toMatchObject({
    code: 'shutting-down',
  });
});
