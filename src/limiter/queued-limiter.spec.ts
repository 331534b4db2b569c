import { getEventListeners } from 'node:events';
import { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import { VirtualClock } from '../../test/limiter/virtual-clock';
import { createLimiter } from '.';
import { MemoryTokenStore } from './tokens/memory-token-store';
import type { Grant, LimiterSettings } from '.';

const one: readonly Draw[] = [{ quota: 'set', tokens: 1 }];

/** A limiter with a quota of 10 a second and a smaller one, and a log of what its observer receives. */
function start(settings: Partial<LimiterSettings> = {}) {
  const clock = new VirtualClock();
  const log: string[] = [];
  const limiter = createLimiter({
    quotas: [
      { name: 'set', limit: 10, windowMs: 1000 },
      { name: 'group', limit: 4, windowMs: 1000, reserve: 1 },
    ],
    clientTimeoutMs: 400,
    maxWaiting: 100,
    coldStart: false,
    clock,
    observer: {
      granted: (draws, { client }, waitedMs) => {
        log.push(`${client} granted ${draws.length} after ${waitedMs}`);
      },
      refused: (reason, _, { client }) => {
        log.push(`${client} refused: ${reason}`);
      },
      cooledDown: (quotas, forMs) => {
        log.push(`${quotas.join()} cooled down for ${forMs}`);
      },
      roundTrip: () => undefined,
      clockStepped: () => undefined,
      replicas: () => undefined,
      ledger: () => undefined,
      suspended: () => undefined,
    },
    ...settings,
  });
  const acquire = (maxWaitMs = 0, draws = one, signal?: AbortSignal): Promise<Grant> =>
    limiter.acquire(draws, { client: 'a', weight: 1, maxWaitMs, ...(signal && { signal }) });
  const useUp = async (): Promise<readonly Grant[]> =>
    Promise.all(Array.from({ length: 10 }, () => acquire()));
  const report = (quota: string) => limiter.report().find(({ name }) => name === quota);
  return { clock, log, limiter, acquire, useUp, report };
}

const refusal = (granted: Promise<Grant>): Promise<unknown> => granted.catch((why: unknown) => why);

it('grants in the same tick while tokens suffice, and without draws at once', async () => {
  const { acquire, log, report } = start();
  const grants: Grant[] = [];
  void acquire().then((grant) => grants.push(grant));
  await Promise.resolve();
  expect(grants).toHaveLength(1);
  expect((await acquire(0, [])).waitedMs).toBe(0);
  expect(log).toEqual(['a granted 1 after 0']);
  expect(report('set')).toMatchObject({ free: 9, inFlight: 1, waitForecastMs: 0, worstWindow: 1 });
});

it('refuses a call at once with its forecast if it would wait longer than it may', async () => {
  const { clock, acquire, useUp, log } = start();
  for (const grant of await useUp()) grant.answered();
  await clock.runTo(300);
  const why = await refusal(acquire(699));
  expect(why).toBeInstanceOf(GatewayError);
  expect(why).toMatchObject({
    code: 'quota-exhausted',
    details: { retryAfterMs: 700, violatedQuotas: ['set'] },
  });
  expect(log.at(-1)).toBe('a refused: forecast');
  const waited = acquire(700);
  await clock.runTo(1000);
  expect((await waited).waitedMs).toBe(700);
});

it('refuses a waiter at its deadline when the forecast was wrong, and takes no token', async () => {
  const { clock, acquire, useUp, report, log } = start();
  await useUp(); // none of these calls is ever answered
  const why = refusal(acquire(1200));
  await clock.runTo(1200);
  expect(await why).toMatchObject({ code: 'quota-exhausted', details: { retryAfterMs: 450 } });
  expect(log.at(-1)).toBe('a refused: deadline');
  expect(report('set')).toMatchObject({ waiting: 0, resting: 10, inFlight: 0 });
  expect(clock.pending).toBeLessThanOrEqual(1);
});

it('removes a caller that disconnects from the queue, and its abort listener', async () => {
  const { clock, acquire, useUp, report } = start();
  for (const grant of await useUp()) grant.answered();
  const disconnect = new AbortController();
  const gone = refusal(acquire(5000, one, disconnect.signal));
  const stays = acquire(5000);
  expect(report('set')?.waiting).toBe(2);
  disconnect.abort(new Error('socket closed'));
  expect(await gone).toEqual(new Error('socket closed'));
  expect(report('set')?.waiting).toBe(1);
  await clock.runTo(1000);
  expect((await stays).waitedMs).toBe(1000);
  expect(report('set')?.inFlight).toBe(1);
  expect(getEventListeners(disconnect.signal, 'abort')).toHaveLength(0);
});

it('forecasts the retry of a waiter that misses its deadline without counting it', async () => {
  const { clock, acquire, useUp } = start();
  const [first, ...others] = await useUp();
  for (const grant of others) grant.lost();
  const early = refusal(acquire(1050));
  await clock.runTo(100);
  first?.answered(); // one token is free at 1100, after the deadline; the others at 1650
  await clock.runTo(1050);
  expect(await early).toMatchObject({ details: { retryAfterMs: 50 } });
});

it('takes no token for a caller that has already disconnected', async () => {
  const { acquire, report } = start();
  await expect(acquire(0, one, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(report('set')?.free).toBe(10);
});

it('admits the next waiter as soon as one that reserved tokens misses its deadline', async () => {
  const { clock, acquire, useUp } = start();
  for (const grant of (await useUp()).slice(0, 5)) grant.answered(); // the others never are
  const large = refusal(acquire(1100, [{ quota: 'set', tokens: 10 }]));
  const small = acquire(5000);
  await clock.runTo(1100);
  expect(await large).toMatchObject({ code: 'quota-exhausted' });
  expect((await small).waitedMs).toBe(1100);
});

it('removes the abort listener when a waiter is admitted', async () => {
  const { clock, acquire, useUp } = start();
  for (const grant of await useUp()) grant.answered();
  const { signal } = new AbortController();
  const waited = acquire(5000, one, signal);
  await clock.runTo(1000);
  await waited;
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('refuses calls when the queue is full', async () => {
  const { acquire, useUp, log, report } = start({ maxWaiting: 3 });
  for (const grant of await useUp()) grant.answered();
  for (let count = 0; count < 3; count += 1) void refusal(acquire(5000));
  expect(await refusal(acquire(5000))).toMatchObject({
    code: 'quota-exhausted',
    message:
      'The queue is full: at most 3 calls of this vendor account wait on a replica. The quota set is used up for the next 1000 ms.',
    details: { retryAfterMs: 1000, violatedQuotas: ['set'], reason: 'the queue is full' },
  });
  expect(log.at(-1)).toBe('a refused: full');
  expect(report('set')?.waiting).toBe(3);
});

it('refuses draws that can never be granted', async () => {
  const { acquire } = start();
  expect(await refusal(acquire(0, [{ quota: 'group', tokens: 4 }]))).toMatchObject({
    code: 'provider-limit',
    details: { violatedQuotas: ['group'] },
  });
  expect(await refusal(acquire(0, [{ quota: 'unknown', tokens: 1 }]))).toMatchObject({
    code: 'internal',
  });
  expect(await refusal(acquire(0, [{ quota: 'set', tokens: 0.5 }]))).toMatchObject({
    code: 'internal',
  });
  const none = start({ quotas: [{ name: 'set', limit: 0, windowMs: 1000 }] });
  expect(await refusal(none.acquire())).toMatchObject({ code: 'limiter-unavailable' });
});

it('adds up the draws on one quota', async () => {
  const { acquire, report } = start();
  await acquire(0, [...one, { quota: 'set', tokens: 4 }]);
  expect(report('set')?.inFlight).toBe(5);
});

it('grants nothing on a quota in cooldown, and affects no other quota', async () => {
  const { clock, limiter, acquire, report } = start();
  limiter.coolDown([{ quota: 'group' }], 2000);
  expect(report('group')).toMatchObject({ coolingDownMs: 2000, waitForecastMs: 2000, limit: 3 });
  await acquire();
  const both = [...one, { quota: 'group', tokens: 1 }];
  const waiting = acquire(2000, both);
  expect(await refusal(acquire(1999, both))).toMatchObject({
    code: 'quota-exhausted',
    message:
      'The vendor has throttled the quota group, which grants nothing until its cooldown ends. The call would wait 2000 ms.',
    details: { retryAfterMs: 2000, violatedQuotas: ['group'] },
  });
  await acquire();
  limiter.coolDown([{ quota: 'group' }], 500); // does not shorten the cooldown
  await clock.runTo(2000);
  expect((await waiting).waitedMs).toBe(2000);
});

it('grants at once when a cooldown is ended, and no more tokens than are free', async () => {
  const { clock, limiter, acquire, report } = start();
  const draws = [...one, { quota: 'group', tokens: 3 }];
  limiter.coolDown([{ quota: 'group' }], 60_000);
  const waiting = [acquire(90_000, draws), acquire(90_000, draws)];
  await clock.runTo(1000);
  expect(await limiter.endCooldown('group')).toBe(true);
  expect((await waiting[0])?.waitedMs).toBe(1000);
  expect(report('group')).toMatchObject({ coolingDownMs: 0, free: 0, inFlight: 3, waiting: 1 });
  expect(await limiter.endCooldown('group')).toBe(true);
  expect(await limiter.endCooldown('none')).toBe(false);
  limiter.close();
  await refusal(waiting[1] ?? acquire());
});

it('refuses all waiters when it closes, and keeps no timer', async () => {
  const { clock, limiter, acquire, useUp } = start();
  for (const grant of await useUp()) grant.answered();
  const waiting = [refusal(acquire(5000)), refusal(acquire(5000))];
  limiter.close();
  for (const why of [...waiting, refusal(acquire(5000))])
    expect(await why).toMatchObject({ code: 'shutting-down', details: { retryAfterMs: 1000 } });
  expect(clock.pending).toBe(0);
});

it('allocates neither for a waiter behind others nor for an answer', async () => {
  const allocate = jest.spyOn(MemoryTokenStore.prototype, 'allocate');
  const { acquire, clock, useUp } = start();
  const grants = await useUp();
  const waiting = Array.from({ length: 50 }, () => acquire(60_000));
  for (const grant of grants) grant.answered();
  expect(allocate).toHaveBeenCalledTimes(1); // for the first of them
  await clock.runTo(1_000);
  await Promise.all(waiting.slice(0, 10));
  expect(allocate).toHaveBeenCalledTimes(2);
});
