import type { GatewayError } from '../core/gateway-error';
import { VirtualClock } from '../../test/limiter/virtual-clock';
import { MemoryTokenStore } from './tokens/memory-token-store';
import { QueuedLimiter } from './queued-limiter';

const GROUP = { name: 'group', limit: 2, windowMs: 1000 };
const ONE = [{ quota: 'group', tokens: 1 }];

function start(maxLeases = 10) {
  const clock = new VirtualClock();
  const terms = { quotas: [GROUP], clientTimeoutMs: 400 };
  const tokens = new MemoryTokenStore({ ...terms, marginMs: 50, coldStart: false, clock });
  const limiter = new QueuedLimiter(tokens, { clock, maxWaiting: 10, maxLeases });
  const wait = (maxWaitMs = 0, client = 'sender') => ({ client, weight: 1, maxWaitMs });
  const refusalOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => {
        const { code, details } = error as GatewayError;
        return { code, retryAfterMs: details.retryAfterMs };
      },
    );
  const group = () => limiter.report()[0];
  return { clock, limiter, wait, refusalOf, group };
}

it('keeps the tokens of a lease in flight until it ends, then lets them rest', async () => {
  const { clock, limiter, wait, group } = start();
  const { id, endsInMs } = await limiter.lease(ONE, 5000, wait());
  expect(endsInMs).toBe(5000);
  expect(group()).toMatchObject({ inFlight: 1, leased: [{ client: 'sender', tokens: 1 }] });
  await clock.runTo(3000);
  expect(await limiter.endLease(id, 'sender', 'answered')).toBe(true);
  expect(group()).toMatchObject({ inFlight: 0, resting: 1, leased: [] });
  await clock.runTo(4000);
  expect(group()).toMatchObject({ free: 2 });
});

it('frees the tokens of a lease without a vendor call at once', async () => {
  const { limiter, wait, group } = start();
  const { id } = await limiter.lease(ONE, 5000, wait());
  await limiter.endLease(id, 'sender', 'unsent');
  expect(group()).toMatchObject({ free: 2 });
});

it('takes a lease for lost at its end, and its tokens rest from then on', async () => {
  const { clock, limiter, wait, group } = start();
  const { id } = await limiter.lease(ONE, 5000, wait());
  await clock.runTo(4999);
  expect(group()).toMatchObject({ inFlight: 1 });
  await clock.runTo(5000);
  expect(group()).toMatchObject({ resting: 1, leased: [] });
  expect(await limiter.endLease(id, 'sender', 'answered')).toBe(false);
  await clock.runTo(6000);
  expect(group()).toMatchObject({ free: 2 });
});

it('ends a lease once, and for its own client only', async () => {
  const { limiter, wait } = start();
  const { id } = await limiter.lease(ONE, 5000, wait());
  expect(await limiter.endLease(id, 'another', 'answered')).toBe(false);
  expect(await limiter.endLease('unknown', 'sender', 'answered')).toBe(false);
  expect(await limiter.holdsLease(id, 'another')).toBe(false);
  expect(await limiter.holdsLease(id, 'sender')).toBe(true);
  expect(await limiter.endLease(id, 'sender', 'answered')).toBe(true);
  expect(await limiter.endLease(id, 'sender', 'answered')).toBe(false);
  expect(await limiter.holdsLease(id, 'sender')).toBe(false);
});

it('refuses a call with the time at which the leases have certainly returned their tokens', async () => {
  const { clock, limiter, wait, refusalOf } = start();
  await limiter.lease(ONE, 3000, wait());
  await limiter.lease(ONE, 2000, wait());
  expect(await refusalOf(limiter.lease(ONE, 100, wait()))).toEqual({
    code: 'quota-exhausted',
    retryAfterMs: 3000,
  });
  await clock.runTo(3000);
  expect(await refusalOf(limiter.lease(ONE, 100, wait()))).toBeUndefined();
});

it('serves a waiting call when a lease ends early', async () => {
  const { clock, limiter, wait } = start();
  const { id } = await limiter.lease(ONE, 3000, wait());
  await limiter.lease(ONE, 60_000, wait());
  const waiting = limiter.acquire(ONE, wait(5000, 'gateway'));
  clock.schedule(100, () => void limiter.endLease(id, 'sender', 'answered'));
  await clock.runTo(1100);
  expect((await waiting).waitedMs).toBe(1100);
});

it('refuses a client more leases than it may have, those that wait included', async () => {
  const { clock, limiter, wait, refusalOf } = start(3);
  const { id } = await limiter.lease(ONE, 3000, wait());
  await limiter.lease(ONE, 4000, wait());
  const waiting = refusalOf(limiter.lease(ONE, 1000, wait(10_000)));
  expect(await refusalOf(limiter.lease(ONE, 1000, wait(10_000)))).toEqual({
    code: 'quota-exhausted',
    retryAfterMs: 1000,
  });
  await limiter.endLease(id, 'sender', 'answered');
  await clock.runTo(1000);
  expect(await waiting).toBeUndefined();
});

it('keeps the lease of a call in flight longer when the timeout becomes longer', async () => {
  const { clock, limiter, wait, group } = start();
  await limiter.acquire(ONE, wait());
  await limiter.lease(ONE, 500, wait());
  limiter.reconfigure({ quotas: [GROUP], clientTimeoutMs: 1000, maxWaiting: 10 });
  await clock.runTo(700);
  expect(group()).toMatchObject({ inFlight: 1, resting: 1 });
  await clock.runTo(1050);
  expect(group()).toMatchObject({ inFlight: 0, resting: 2 });
});
