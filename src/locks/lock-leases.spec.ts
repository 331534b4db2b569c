import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisConnection } from '../redis';
import { LockLeases, type LockLease, type LockLeasesSettings } from './lock-leases';

const CALL_MS = 1_000;
/** A lease is five seconds longer than the longest call. */
const LEASE_MS = 6_000;
const { signal } = new AbortController();
const wait = { callMs: CALL_MS, maxWaitMs: 1_000, signal };

type ScriptName = 'acquire' | 'renew' | 'release' | 'refresh';
interface SentScript {
  readonly name: ScriptName;
  readonly key: string;
  readonly longestLeaseMs: number;
  readonly isLossSuspected: boolean;
  readonly values: readonly string[];
}

/** By the number of values: lock and token, the length of the lease, the timeout of a waiter. */
const SCRIPT_NAMES: Readonly<Record<number, ScriptName>> = {
  0: 'refresh',
  2: 'release',
  3: 'renew',
  4: 'acquire',
};

const opened: LockLeases[] = [];

/** Leases on a Redis that replies as the test says. The server process is always the same. */
function start({
  isUsable = true,
  coldStart = false,
  longestCallMs = CALL_MS,
}: { isUsable?: boolean } & Partial<LockLeasesSettings> = {}) {
  const sent: SentScript[] = [];
  const users = { count: 1 };
  const state: { reply: (script: SentScript) => Promise<unknown> } = {
    reply: () => Promise.resolve(1),
  };
  const listeners = new Set<() => void>();
  const connection = {
    generation: 1,
    isUsable,
    connect() {
      this.isUsable = true;
      for (const listener of listeners) listener();
    },
    retain: () => (users.count += 1),
    release: () => (users.count -= 1),
    onUsable(listener: () => void) {
      listeners.add(listener);
      if (this.isUsable) listener();
      return () => listeners.delete(listener);
    },
    knows: () => Promise.resolve(true),
    run: (_use: string, _script: unknown, key: string, ...all: string[]) => {
      if (all.length === 0) return Promise.resolve('mark'); // the question for the known process
      const [longestLeaseMs, isLossSuspected, , , ...values] = all;
      const script = {
        name: SCRIPT_NAMES[values.length] ?? 'acquire',
        key,
        longestLeaseMs: Number(longestLeaseMs),
        isLossSuspected: isLossSuspected === '1',
        values,
      };
      sent.push(script);
      return state.reply(script);
    },
  };
  const leases = new LockLeases(connection as unknown as RedisConnection, 'app', {
    coldStart,
    longestCallMs,
  });
  opened.push(leases);
  const names = () => sent.map(({ name }) => name);
  return { leases, sent, names, state, users, connection };
}

const settle = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  for (const leases of opened.splice(0)) leases.close();
  jest.useRealTimers();
});

describe('the state of the locks', () => {
  it('is refreshed at once, when Redis is connected again, and after a sign of a loss', async () => {
    const { connection, leases, names } = start();
    await settle();
    expect(names()).toEqual(['refresh']);
    connection.connect();
    await settle();
    expect(names()).toHaveLength(2);
    leases.refresh();
    await settle();
    expect(names()).toHaveLength(3);
  });

  it('is refreshed four times a day at rest, and lives for a day', async () => {
    const { names } = start();
    await jest.advanceTimersByTimeAsync(6 * 3_600_000 - 1);
    expect(names()).toEqual(['refresh']);
    await jest.advanceTimersByTimeAsync(18 * 3_600_000);
    expect(names()).toHaveLength(4);
    const state = readFileSync(join(__dirname, 'state.lua'), 'utf8');
    expect(state).toContain(`local IDLE_MS = ${24 * 3_600_000}\n`);
  });

  it('is not refreshed before Redis is connected, nor after close', async () => {
    const { leases, names } = start({ isUsable: false });
    await settle();
    expect(names()).toEqual([]);
    leases.close();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(names()).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('counts as lost once this replica has seen it, and from a cold start on', async () => {
    const warm = start();
    await settle();
    await warm.leases.acquire('target', wait);
    expect(warm.sent.map(({ isLossSuspected }) => isLossSuspected)).toEqual([false, true]);
    const cold = start({ coldStart: true });
    await settle();
    expect(cold.sent[0]?.isLossSuspected).toBe(true);
  });

  it('does not count as lost while no refresh has succeeded', async () => {
    const { connection, leases, sent, state } = start({ isUsable: false });
    state.reply = () => Promise.reject(new Error('Redis is loading.'));
    connection.connect();
    await settle();
    state.reply = () => Promise.resolve(1);
    await leases.acquire('target', wait);
    expect(sent.map(({ name, isLossSuspected }) => [name, isLossSuspected])).toEqual([
      ['refresh', false],
      ['acquire', false],
    ]);
    expect(sent.map(({ key }) => key)).toEqual(['{cmg:app}:locks', '{cmg:app}:locks']);
  });

  it('knows the longest lease of any call, which never falls', async () => {
    const { leases, sent } = start({ longestCallMs: 2_000 });
    await settle();
    await leases.acquire('target', { ...wait, callMs: 3_000 });
    leases.reconfigure(1_000);
    await leases.acquire('target', wait);
    leases.reconfigure(4_000);
    await leases.acquire('target', wait);
    expect(sent.map(({ longestLeaseMs }) => longestLeaseMs)).toEqual([7_000, 8_000, 8_000, 9_000]);
  });
});

describe('a lease', () => {
  it('is requested for the longest call and five seconds, under a token of its own', async () => {
    const { leases, sent } = start();
    await leases.acquire('target', wait);
    await leases.acquire('target', { ...wait, callMs: 2_000 });
    const [one, other] = sent.filter(({ name }) => name === 'acquire');
    expect(one?.values).toEqual(['target', expect.stringMatching(/^\w{24}$/), '6000', '1000']);
    expect(other?.values[2]).toBe('7000');
    expect(other?.values[1]).not.toBe(one?.values[1]);
  });

  it('lasts its length less the drift of clocks, from when it was requested', async () => {
    const { leases, state } = start();
    state.reply = ({ name }) =>
      new Promise((resolve) => setTimeout(resolve, name === 'acquire' ? 100 : 0, 1));
    const acquired = leases.acquire('target', wait);
    await jest.advanceTimersByTimeAsync(100);
    const lease = await acquired;
    expect(lease.outlasts(LEASE_MS * 0.99 - 101)).toBe(true);
    expect(lease.outlasts(LEASE_MS * 0.99 - 100)).toBe(false);
  });

  it('is renewed every second', async () => {
    const { leases, sent } = start();
    const lease = await leases.acquire('target', wait);
    await jest.advanceTimersByTimeAsync(3_000);
    const renewals = sent.filter(({ name }) => name === 'renew');
    expect(renewals.map(({ values }) => values)).toEqual(
      Array.from({ length: 3 }, () => ['target', sent[1]?.values[1], '6000']),
    );
    expect(lease.outlasts(5_900)).toBe(true);
  });

  const renewed = async (reply: (script: SentScript) => Promise<unknown>): Promise<LockLease> => {
    const { leases, state } = start();
    const lease = await leases.acquire('target', wait);
    state.reply = reply;
    await jest.advanceTimersByTimeAsync(1_000);
    return lease;
  };

  it('is over at once where another token holds the lock', async () => {
    const lease = await renewed(() => Promise.resolve(0));
    expect(lease.outlasts(0)).toBe(false);
  });

  it('lasts on where Redis cannot be reached, until its end', async () => {
    const lease = await renewed(() => Promise.reject(new Error('Redis was lost.')));
    expect(lease.outlasts(4_900)).toBe(true);
    expect(lease.outlasts(5_000)).toBe(false);
  });

  it('is never held again after its end', async () => {
    const { leases, state, sent } = start();
    const lease = await leases.acquire('target', wait);
    state.reply = () => Promise.reject(new Error('Redis was lost.'));
    await jest.advanceTimersByTimeAsync(6_000);
    state.reply = () => Promise.resolve(1);
    sent.length = 0;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(sent.filter(({ name }) => name === 'renew')).toEqual([]);
    expect(lease.outlasts(0)).toBe(false);
  });

  it('ends with its release: it is no longer renewed, and its connection may close', async () => {
    const { leases, names, users } = start();
    const lease = await leases.acquire('target', wait);
    expect(users.count).toBe(2);
    await lease.release();
    expect(users.count).toBe(1);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(names()).toEqual(['refresh', 'acquire', 'release']);
  });

  it('is released without an error where Redis cannot be reached', async () => {
    const { leases, state, users } = start();
    const lease = await leases.acquire('target', wait);
    state.reply = () => Promise.reject(new Error('Redis was lost.'));
    await lease.release();
    expect(users.count).toBe(1);
  });
});

/** Polls sleep in real time. */
describe('a wait for a lease', () => {
  beforeEach(() => jest.useRealTimers());

  const refuse = ({ name }: SentScript) => Promise.resolve(name === 'acquire' ? 0 : 1);

  it('polls until the lock is granted', async () => {
    const { leases, names, state, users } = start();
    let polls = 0;
    state.reply = ({ name }) => Promise.resolve(name === 'acquire' && (polls += 1) < 3 ? 0 : 1);
    const startMs = performance.now();
    const lease = await leases.acquire('target', wait);
    expect(performance.now() - startMs).toBeGreaterThan(35);
    expect(names()).toEqual(['refresh', 'acquire', 'acquire', 'acquire']);
    expect(lease.outlasts(CALL_MS)).toBe(true);
    expect(users.count).toBe(2);
    await lease.release();
  });

  it('ends at its deadline, and leaves the queue', async () => {
    const { leases, names, state, users } = start();
    state.reply = refuse;
    await expect(leases.acquire('target', { ...wait, maxWaitMs: 50 })).rejects.toMatchObject({
      code: 'quota-exhausted',
      message: 'Other writes to this target are still in progress.',
      details: { retryAfterMs: 1_000 },
    });
    expect(names().filter((name) => name === 'acquire').length).toBeGreaterThan(1);
    expect(names().at(-1)).toBe('release');
    expect(users.count).toBe(1);
  });

  it('names the reason and the time while Redis grants no lock to anyone', async () => {
    const { leases, state } = start();
    state.reply = ({ name }) => Promise.resolve(name === 'acquire' ? '7500' : 1);
    await expect(leases.acquire('target', { ...wait, maxWaitMs: 0 })).rejects.toMatchObject({
      code: 'quota-exhausted',
      message: expect.stringContaining('Redis may have lost locks') as string,
      details: { retryAfterMs: 7_500 },
    });
  });

  it('asks once where the caller waits no time', async () => {
    const { leases, names, state } = start();
    state.reply = refuse;
    await expect(leases.acquire('target', { ...wait, maxWaitMs: 0 })).rejects.toBeDefined();
    expect(names()).toEqual(['refresh', 'acquire', 'release']);
  });

  it('ends with the reason of a disconnect', async () => {
    const { leases, names, state } = start();
    state.reply = refuse;
    const gone = AbortSignal.abort(new Error('disconnected'));
    await expect(leases.acquire('target', { ...wait, signal: gone })).rejects.toThrow(
      'disconnected',
    );
    expect(names().at(-1)).toBe('release');
  });

  it('ends with a drain', async () => {
    const { leases, names, state } = start();
    state.reply = refuse;
    const waiting = leases.acquire('target', wait);
    leases.drain();
    await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' });
    expect(names().at(-1)).toBe('release');
  });

  it('is refused where Redis cannot be reached', async () => {
    const { leases, names, state } = start();
    state.reply = () => Promise.reject(new Error('Redis was lost.'));
    await expect(leases.acquire('target', wait)).rejects.toMatchObject({
      code: 'limiter-unavailable',
      details: { retryAfterMs: 1_000 },
    });
    expect(names().at(-1)).toBe('release'); // the request may have been carried out all the same
  });
});
