import { findDraws } from './tokens/find-draws';
import { MemoryTokenStore } from './tokens/memory-token-store';
import { Simulation, type Call } from '../../test/limiter/simulation';
import { assertNeverOver } from '../../test/limiter/vendor-count';

const ACCOUNT = { name: 'account', limit: 10, windowMs: 1000 };
const CHANNEL = { name: 'channel', limit: 2, windowMs: 1000, per: 'channel' } as const;
const ANSWERED = { kind: 'answered', outMs: 10, backMs: 10 } as const;

const drawsOn = (channel: string) => [
  { quota: 'account', tokens: 1 },
  { quota: 'channel', tokens: 1, channel },
];
const callOn = (channel: string, more: Partial<Call> = {}): Call => ({
  atMs: 0,
  client: 'one',
  draws: drawsOn(channel),
  maxWaitMs: 10_000,
  fate: ANSWERED,
  ...more,
});

function start(account = ACCOUNT) {
  const simulation = new Simulation([account, CHANNEL]);
  const ofAccount = () => simulation.limiter.report()[0];
  const ofChannels = () => simulation.limiter.report()[1];
  const grantedAt = (channel: string) =>
    simulation.outcomes
      .filter(({ call }) => call.draws[1]?.channel === channel)
      .map(({ grantedAtMs }) => grantedAtMs);
  const callsOn = (channel: string, count: number, more: Partial<Call> = {}) => {
    for (let call = 0; call < count; call += 1) simulation.plan(callOn(channel, more));
  };
  return { simulation, clock: simulation.clock, ofAccount, ofChannels, grantedAt, callsOn };
}

it('limits each channel for itself, and all together by the account', async () => {
  const { simulation, clock, grantedAt, callsOn } = start();
  for (const channel of ['a', 'b', 'c', 'd', 'e', 'f']) callsOn(channel, 3);
  await clock.runTo(20_000);
  expect(grantedAt('a')).toEqual([0, 0, 1020]);
  expect(simulation.outcomes.filter(({ grantedAtMs }) => grantedAtMs === 0)).toHaveLength(10);
  assertNeverOver(simulation.arrivals, [ACCOUNT, CHANNEL]);
});

it('takes the tokens of the account and of the channel together, or none', async () => {
  const { clock, ofAccount, callsOn } = start();
  callsOn('a', 5, { maxWaitMs: 0 });
  await clock.runTo(0);
  expect(ofAccount()).toMatchObject({ inFlight: 2, free: 8 });
});

it('lets waiters of other channels pass a waiter of a full channel', async () => {
  const { clock, grantedAt, callsOn } = start({ ...ACCOUNT, limit: 6 });
  callsOn('full', 5);
  for (const channel of ['b', 'c', 'd', 'e']) callsOn(channel, 1, { atMs: 5, client: 'two' });
  await clock.runTo(20_000);
  for (const channel of ['b', 'c', 'd', 'e']) expect(grantedAt(channel)).toEqual([5]);
});

it('is fair between the clients of a full channel', async () => {
  const { clock, simulation, callsOn } = start();
  callsOn('a', 20, { client: 'many' });
  callsOn('a', 4, { client: 'few', atMs: 1 });
  await clock.runTo(4500);
  const granted = simulation.outcomes.filter(({ grantedAtMs }) => grantedAtMs !== undefined);
  expect(granted.filter(({ call }) => call.client === 'few').length).toBeGreaterThanOrEqual(3);
});

it('charges a client of many channels no more of the account than another', async () => {
  const { clock, simulation } = start();
  for (let call = 0; call < 60; call += 1) {
    simulation.plan(callOn(`channel-${call}`, { client: 'channels' }));
    const draws = drawsOn('').slice(0, 1);
    simulation.plan(callOn('', { client: 'account', draws }));
  }
  await clock.runTo(5500);
  const granted = simulation.outcomes.filter(({ grantedAtMs }) => grantedAtMs !== undefined);
  const ofChannels = granted.filter(({ call }) => call.client === 'channels').length;
  expect(Math.abs(2 * ofChannels - granted.length)).toBeLessThanOrEqual(2);
});

it('reports the number of channels and the use of the fullest', async () => {
  const { clock, ofChannels, callsOn } = start();
  callsOn('a', 2);
  callsOn('b', 1);
  await clock.runTo(5);
  expect(ofChannels()).toMatchObject({ channels: 2, limit: 2, inFlight: 2, free: 0 });
  await clock.runTo(25);
  expect(ofChannels()).toMatchObject({ channels: 2, resting: 2, waitForecastMs: 995 });
  expect(JSON.stringify(ofChannels())).not.toContain('a"');
});

it('counts the waiters of all channels', async () => {
  const { clock, ofChannels, callsOn } = start();
  callsOn('a', 4);
  callsOn('b', 3);
  await clock.runTo(5);
  expect(ofChannels()).toMatchObject({ waiting: 3, worstWindow: 2 });
});

it('forgets a channel one window after it is full again', async () => {
  const { clock, ofChannels, callsOn } = start();
  callsOn('a', 1); // answered after 20 ms, free again at 1020
  await clock.runTo(2000);
  expect(ofChannels()).toMatchObject({ channels: 1, free: 2 });
  await clock.runTo(2600);
  expect(ofChannels()).toMatchObject({ channels: 0, free: 2 });
});

it('keeps the bucket of a channel whose waiter waits for the account', async () => {
  const { clock, simulation, callsOn } = start({ ...ACCOUNT, windowMs: 5000 });
  for (let call = 0; call < 10; call += 1) callsOn(`busy-${call}`, 1);
  callsOn('a', 2, { atMs: 1 });
  clock.schedule(3500, () => void simulation.limiter.report()); // forgets what is at rest
  // another lane, after the bucket was full for a window
  const draws = drawsOn('a').map((draw) => ({ ...draw, tokens: 2 }));
  callsOn('a', 1, { atMs: 4000, draws });
  await clock.runTo(100_000);
  expect(simulation.outcomes.filter(({ error }) => error === undefined)).toHaveLength(13);
  assertNeverOver(simulation.arrivals, [CHANNEL]);
});

it('cools down one channel alone, and keeps it until then', async () => {
  const { clock, simulation, ofChannels, ofAccount, grantedAt, callsOn } = start();
  simulation.coolDown(0, [{ quota: 'channel', channel: 'a' }], 5000);
  callsOn('a', 1, { atMs: 1 });
  callsOn('b', 1, { atMs: 1 });
  await clock.runTo(4000);
  expect(ofChannels()).toMatchObject({ coolingDownMs: 1000 });
  expect(ofAccount()).toMatchObject({ coolingDownMs: 0 });
  await clock.runTo(20_000);
  expect(grantedAt('b')).toEqual([1]);
  expect(grantedAt('a')).toEqual([5000]);
});

it('ends the cooldowns of all channels when an operator ends that of the quota', async () => {
  const { clock, simulation, grantedAt, callsOn } = start();
  for (const channel of ['a', 'b']) simulation.coolDown(0, [{ quota: 'channel', channel }], 5000);
  for (const channel of ['a', 'b']) callsOn(channel, 1, { atMs: 1 });
  clock.schedule(100, () => void simulation.limiter.endCooldown('channel'));
  await clock.runTo(20_000);
  expect([...grantedAt('a'), ...grantedAt('b')]).toEqual([100, 100]);
});

it('applies a lower limit and a longer window to every channel, and to those that were forgotten', async () => {
  const { clock, simulation, grantedAt, callsOn } = start();
  const change = (limit: number, windowMs: number) => () => {
    const quotas = [ACCOUNT, { ...CHANNEL, limit, windowMs }];
    simulation.limiter.reconfigure({ quotas, clientTimeoutMs: 400, maxWaiting: 100 });
  };
  callsOn('a', 2);
  callsOn('forgotten', 2);
  clock.schedule(4000, change(1, 10_000));
  callsOn('a', 1, { atMs: 4100, maxWaitMs: 30_000 });
  callsOn('forgotten', 1, { atMs: 4100, maxWaitMs: 30_000 });
  await clock.runTo(60_000);
  for (const channel of ['a', 'forgotten'])
    expect(grantedAt(channel)[2]).toBeGreaterThanOrEqual(10_010);
});

it('lets every channel rest at the start, because an earlier process may have used it', async () => {
  const simulation = new Simulation([ACCOUNT, CHANNEL], undefined, 100, true);
  simulation.plan(callOn('a', { atMs: 300 }));
  await simulation.clock.runTo(5000);
  expect(simulation.outcomes[0]?.grantedAtMs).toBe(1000);
});

it('has no more buckets than channels in use, for 100,000 channels in an hour', () => {
  let nowMs = 0;
  const clock = { now: () => nowMs, schedule: () => () => undefined };
  const store = new MemoryTokenStore({
    quotas: [ACCOUNT, CHANNEL],
    clientTimeoutMs: 400,
    marginMs: 50,
    coldStart: false,
    clock,
  });
  const [, ofChannels] = store.buckets.values();
  const count = () => ofChannels && store.count(ofChannels, nowMs).channels;
  let most = 0;
  for (let call = 0; call < 100_000; call += 1) {
    nowMs = call * 36;
    store.settle(nowMs);
    const draws = findDraws(store.buckets, drawsOn(`channel-${call}`).slice(1), nowMs);
    store.take(draws, nowMs, 0)?.answered();
    if (call % 100 === 0) most = Math.max(most, count() ?? Infinity);
  }
  expect(most).toBeGreaterThan(50);
  expect(most).toBeLessThan(100);
  nowMs += 2500;
  store.settle(nowMs);
  expect(count()).toBe(0);
});
