import { getEventListeners } from 'node:events';
import { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import { VirtualClock } from '../../test/limiter/virtual-clock';
import { createLimiter } from '.';
import type { Grant, LimiterSettings } from '.';

const one: readonly Draw[] = [{ quota: 'set', tokens: 1 }];

/** A limiter of 10 a second, with a smaller quota inside, and everything it told its observer. */
function started(settings: Partial<LimiterSettings> = {}) {
  const clock = new VirtualClock();
  const told: string[] = [];
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
        told.push(`${client} granted ${draws.length} after ${waitedMs}`);
      },
      refused: (reason, _, { client }) => {
        told.push(`${client} refused: ${reason}`);
      },
      cooledDown: (quotas, forMs) => {
        told.push(`${quotas.join()} cooled down for ${forMs}`);
      },
      roundTrip: () => undefined,
      replicas: () => undefined,
      mode: () => undefined,
    },
    ...settings,
  });
  const acquire = (maxWaitMs = 0, draws = one, signal?: AbortSignal): Promise<Grant> =>
    limiter.acquire(draws, { client: 'a', weight: 1, maxWaitMs, ...(signal && { signal }) });
  const useUp = async (): Promise<readonly Grant[]> =>
    Promise.all(Array.from({ length: 10 }, () => acquire()));
  const report = (quota: string) => limiter.report().find(({ name }) => name === quota);
  return { clock, told, limiter, acquire, useUp, report };
}

const refusal = (granted: Promise<Grant>): Promise<unknown> => granted.catch((why: unknown) => why);

it('grants in the same tick while there is enough, and nothing drawn is nothing asked', async () => {
  const { acquire, told, report } = started();
  const grants: Grant[] = [];
  void acquire().then((grant) => grants.push(grant));
  await Promise.resolve();
  expect(grants).toHaveLength(1);
  expect((await acquire(0, [])).waitedMs).toBe(0);
  expect(told).toEqual(['a granted 1 after 0']);
  expect(report('set')).toMatchObject({ free: 9, inFlight: 1, waitForecastMs: 0, worstWindow: 1 });
});

it('refuses at once, with a true forecast, who would wait longer than he will', async () => {
  const { clock, acquire, useUp, told } = started();
  for (const grant of await useUp()) grant.answered();
  await clock.runTo(300);
  const why = await refusal(acquire(699));
  expect(why).toBeInstanceOf(GatewayError);
  expect(why).toMatchObject({
    code: 'quota-exhausted',
    details: { retryAfterMs: 700, violatedQuotas: ['set'] },
  });
  expect(told.at(-1)).toBe('a refused: forecast');
  const waited = acquire(700);
  await clock.runTo(1000);
  expect((await waited).waitedMs).toBe(700);
});

it('refuses at the deadline where the forecast turned out wrong, and spends nothing', async () => {
  const { clock, acquire, useUp, report, told } = started();
  await useUp(); // and none of them is ever answered
  const why = refusal(acquire(1200));
  await clock.runTo(1200);
  expect(await why).toMatchObject({ code: 'quota-exhausted', details: { retryAfterMs: 450 } });
  expect(told.at(-1)).toBe('a refused: deadline');
  expect(report('set')).toMatchObject({ waiting: 0, resting: 10, inFlight: 0 });
  expect(clock.pending).toBeLessThanOrEqual(1);
});

it('lets go of a caller that hangs up, and of its listener', async () => {
  const { clock, acquire, useUp, report } = started();
  for (const grant of await useUp()) grant.answered();
  const hangUp = new AbortController();
  const gone = refusal(acquire(5000, one, hangUp.signal));
  const stays = acquire(5000);
  expect(report('set')?.waiting).toBe(2);
  hangUp.abort(new Error('socket closed'));
  expect(await gone).toEqual(new Error('socket closed'));
  expect(report('set')?.waiting).toBe(1);
  await clock.runTo(1000);
  expect((await stays).waitedMs).toBe(1000);
  expect(report('set')?.inFlight).toBe(1);
  expect(getEventListeners(hangUp.signal, 'abort')).toHaveLength(0);
});

it('tells who misses its deadline the wait of the next, itself not counted', async () => {
  const { clock, acquire, useUp } = started();
  const [first, ...others] = await useUp();
  for (const grant of others) grant.lost();
  const early = refusal(acquire(1050));
  await clock.runTo(100);
  first?.answered(); // one token is back at 1100, after the deadline; the others at 1650
  await clock.runTo(1050);
  expect(await early).toMatchObject({ details: { retryAfterMs: 50 } });
});

it('takes nothing for who has hung up before', async () => {
  const { acquire, report } = started();
  await expect(acquire(0, one, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(report('set')?.free).toBe(10);
});

it('takes its listener off the signal of who is let in', async () => {
  const { clock, acquire, useUp } = started();
  for (const grant of await useUp()) grant.answered();
  const { signal } = new AbortController();
  const waited = acquire(5000, one, signal);
  await clock.runTo(1000);
  await waited;
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('keeps no more in line than it may', async () => {
  const { acquire, useUp, told } = started({ maxWaiting: 3 });
  for (const grant of await useUp()) grant.answered();
  const waiting = Array.from({ length: 3 }, () => refusal(acquire(5000)));
  expect(await refusal(acquire(5000))).toMatchObject({
    code: 'quota-exhausted',
    details: { retryAfterMs: 1000 },
  });
  expect(told.at(-1)).toBe('a refused: full');
  expect(waiting).toHaveLength(3);
});

it('refuses draws that no time can bring', async () => {
  const { acquire } = started();
  expect(await refusal(acquire(0, [{ quota: 'group', tokens: 4 }]))).toMatchObject({
    code: 'provider-limit',
    details: { violatedQuotas: ['group'] },
  });
  expect(await refusal(acquire(0, [{ quota: 'unheard of', tokens: 1 }]))).toMatchObject({
    code: 'internal',
  });
  expect(await refusal(acquire(0, [{ quota: 'set', tokens: 0.5 }]))).toMatchObject({
    code: 'internal',
  });
  const none = started({ quotas: [{ name: 'set', limit: 0, windowMs: 1000 }] });
  expect(await refusal(none.acquire())).toMatchObject({ code: 'limiter-unavailable' });
});

it('adds up draws on one quota', async () => {
  const { acquire, report } = started();
  await acquire(0, [...one, { quota: 'set', tokens: 4 }]);
  expect(report('set')?.inFlight).toBe(5);
});

it('pauses the quotas that the vendor wants paused, and only those', async () => {
  const { clock, limiter, acquire, report } = started();
  limiter.coolDown(['group'], 2000);
  expect(report('group')).toMatchObject({ coolingDownMs: 2000, waitForecastMs: 2000, limit: 3 });
  await acquire();
  const both = [...one, { quota: 'group', tokens: 1 }];
  const waiting = acquire(2000, both);
  expect(await refusal(acquire(1999, both))).toMatchObject({ details: { retryAfterMs: 2000 } });
  await acquire();
  limiter.coolDown(['group'], 500); // never shortens
  await clock.runTo(2000);
  expect((await waiting).waitedMs).toBe(2000);
});

it('answers everyone in line when it closes, and keeps no timer', async () => {
  const { clock, limiter, acquire, useUp } = started();
  for (const grant of await useUp()) grant.answered();
  const waiting = [refusal(acquire(5000)), refusal(acquire(5000))];
  limiter.close();
  for (const why of [...waiting, refusal(acquire(5000))])
    expect(await why).toMatchObject({ code: 'shutting-down', details: { retryAfterMs: 1000 } });
  expect(clock.pending).toBe(0);
});

it('needs less than 20 KB for each of 5,000 waiters', async () => {
  const { limiter, acquire, useUp } = started({ maxWaiting: 5000 });
  await useUp();
  const before = process.memoryUsage().heapUsed;
  const waiting = Array.from({ length: 5000 }, () =>
    refusal(acquire(10_000_000, one, new AbortController().signal)),
  );
  const perWaiter = (process.memoryUsage().heapUsed - before) / 5000;
  limiter.close();
  await Promise.all(waiting);
  expect(perWaiter).toBeLessThan(20_000);
});
