import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../core/metadata';
import { ProcessLocks } from './process-locks';

const target: Target = { connection: 'main', channelType: 'group', channelId: 'one' };
const wait = { maxWaitMs: 1_000, signal: new AbortController().signal };

it('grants a target to one holder at a time, in the order of the requests', async () => {
  const locks = new ProcessLocks();
  const order: number[] = [];
  const first = await locks.acquire(target, wait);
  const others = [1, 2, 3].map(async (number) => {
    const lock = await locks.acquire(target, wait);
    order.push(number);
    await sleep(1);
    lock.release();
  });
  await sleep(5);
  expect(order).toEqual([]);
  first.release();
  await Promise.all(others);
  expect(order).toEqual([1, 2, 3]);
});

it('locks different targets independently', async () => {
  const locks = new ProcessLocks();
  await locks.acquire(target, wait);
  for (const other of [
    { ...target, channelType: 'direct' },
    { ...target, channelId: 'two' },
    { ...target, messageId: 'one' },
    { ...target, subchannelId: 'one' },
  ] satisfies Target[])
    await expect(locks.acquire(other, { ...wait, maxWaitMs: 50 })).resolves.toBeDefined();
});

it('passes the lock on when its waiter times out', async () => {
  const locks = new ProcessLocks();
  const held = await locks.acquire(target, wait);
  const late = locks.acquire(target, { ...wait, maxWaitMs: 20 });
  const next = locks.acquire(target, wait);
  await expect(late).rejects.toMatchObject({
    code: 'quota-exhausted',
    details: { retryAfterMs: 1_000 },
  });
  held.release();
  await expect(next).resolves.toBeDefined();
});

it('keeps later waiters behind the holder when a waiter between them times out', async () => {
  const locks = new ProcessLocks();
  const held = await locks.acquire(target, wait);
  await expect(locks.acquire(target, { ...wait, maxWaitMs: 10 })).rejects.toBeDefined();
  let isGranted = false;
  const next = locks.acquire(target, wait).then(() => (isGranted = true));
  await sleep(20);
  expect(isGranted).toBe(false);
  held.release();
  await next;
});

it('passes the lock on when its waiter disconnects, and removes its listeners', async () => {
  const locks = new ProcessLocks();
  const held = await locks.acquire(target, wait);
  const disconnect = new AbortController();
  const gone = locks.acquire(target, { ...wait, signal: disconnect.signal });
  const next = locks.acquire(target, { ...wait, signal: disconnect.signal });
  const last = locks.acquire(target, wait);
  disconnect.abort(new Error('disconnected'));
  await expect(gone).rejects.toThrow('disconnected');
  await expect(next).rejects.toThrow('disconnected');
  expect(getEventListeners(disconnect.signal, 'abort')).toHaveLength(0);
  held.release();
  await expect(last).resolves.toBeDefined();
});

it('removes its listeners when the lock is granted', async () => {
  const { signal } = new AbortController();
  await new ProcessLocks().acquire(target, { ...wait, signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('refuses waiters and later requests as shutting-down after drain, and keeps the holder', async () => {
  const locks = new ProcessLocks();
  const held = await locks.acquire(target, wait);
  const waiting = locks.acquire(target, wait);
  locks.drain();
  await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' });
  await expect(locks.acquire({ ...target, channelId: 'two' }, wait)).rejects.toMatchObject({
    code: 'shutting-down',
  });
  expect(held.outlasts(1_000_000)).toBe(true);
});

it('waits for nothing where the caller has disconnected before', async () => {
  const locks = new ProcessLocks();
  const gone = AbortSignal.abort(new Error('disconnected'));
  await expect(locks.acquire(target, { ...wait, signal: gone })).rejects.toThrow('disconnected');
  await expect(locks.acquire(target, { ...wait, maxWaitMs: 50 })).resolves.toBeDefined();
});
