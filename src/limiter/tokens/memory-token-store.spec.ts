import { VirtualClock } from '../../../test/limiter/virtual-clock';
import { MemoryTokenStore } from './memory-token-store';

const SETTINGS = { clientTimeoutMs: 400, marginMs: 50, coldStart: false };
const SET = { name: 'set', limit: 10, windowMs: 1000 };
const MINUTE = { name: 'direct-message', limit: 60, windowMs: 60_000 };

function started(coldStart = false) {
  const clock = new VirtualClock();
  const tokens = new MemoryTokenStore({ ...SETTINGS, quotas: [SET, MINUTE], coldStart, clock });
  const counts = (name = 'set') => {
    tokens.settle(clock.now());
    const bucket = tokens.buckets.get(name);
    return { free: bucket?.free, away: bucket?.inFlight, resting: bucket?.resting.tokens };
  };
  const take = (count: number) => {
    const bucket = tokens.buckets.get('set');
    return bucket && tokens.take([{ bucket, tokens: count }], clock.now(), 0);
  };
  return { clock, tokens, counts, take };
}

it('keeps tokens away until the answer, then resting for exactly one window', async () => {
  const { clock, counts, take } = started();
  const flight = take(3);
  expect(counts()).toEqual({ free: 7, away: 3, resting: 0 });
  await clock.runTo(100);
  flight?.answered();
  expect(counts()).toEqual({ free: 7, away: 0, resting: 3 });
  await clock.runTo(1099.75);
  expect(counts()).toEqual({ free: 7, away: 0, resting: 3 });
  await clock.runTo(1100);
  expect(counts()).toEqual({ free: 10, away: 0, resting: 0 });
});

it('gives back at once what was never sent', () => {
  const { counts, take } = started();
  take(3)?.unsent();
  expect(counts()).toEqual({ free: 10, away: 0, resting: 0 });
});

it.each(['lost', 'never ended'])('gives back at its lease what is %s', async (end) => {
  const { clock, counts, take } = started();
  const flight = take(3);
  if (end === 'lost') flight?.lost();
  await clock.runTo(449);
  expect(counts()).toEqual({ free: 7, away: 3, resting: 0 });
  await clock.runTo(1449.75);
  expect(counts()).toEqual({ free: 7, away: 0, resting: 3 });
  await clock.runTo(1450);
  expect(counts()).toEqual({ free: 10, away: 0, resting: 0 });
});

it('believes the first end it is told, and none after the lease', async () => {
  const { clock, counts, take } = started();
  const lost = take(2);
  lost?.lost();
  lost?.answered();
  lost?.unsent();
  const answered = take(3);
  answered?.answered();
  answered?.unsent();
  expect(counts()).toEqual({ free: 5, away: 2, resting: 3 });
  const forgotten = take(5);
  await clock.runTo(3000);
  forgotten?.answered();
  expect(counts()).toEqual({ free: 10, away: 0, resting: 0 });
});

it('takes all of the draws or none', () => {
  const { tokens, counts, clock } = started();
  const [set, minute] = [...tokens.buckets.values()];
  if (!set || !minute) throw new Error('two quotas are configured');
  const both = (count: number) => [
    { bucket: minute, tokens: 1 },
    { bucket: set, tokens: count },
  ];
  expect(tokens.take(both(8), clock.now(), 0)).toBeDefined();
  expect(tokens.take(both(8), clock.now(), 0)).toBeUndefined();
  expect(counts('direct-message')).toEqual({ free: 59, away: 1, resting: 0 });
});

it('waits out windows up to a second after a start, and takes longer ones for idle', async () => {
  const { clock, counts } = started(true);
  expect(counts()).toEqual({ free: 0, away: 0, resting: 10 });
  expect(counts('direct-message')).toEqual({ free: 60, away: 0, resting: 0 });
  await clock.runTo(1000);
  expect(counts()).toEqual({ free: 10, away: 0, resting: 0 });
});
