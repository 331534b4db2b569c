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
    return { free: bucket?.free, inFlight: bucket?.inFlight, resting: bucket?.resting.tokens };
  };
  const take = (count: number) => {
    const bucket = tokens.buckets.get('set');
    return bucket && tokens.take([{ bucket, tokens: count }], clock.now(), 0);
  };
  return { clock, tokens, counts, take };
}

it('keeps tokens in flight until the answer, then resting for exactly one window', async () => {
  const { clock, counts, take } = started();
  const call = take(3);
  expect(counts()).toEqual({ free: 7, inFlight: 3, resting: 0 });
  await clock.runTo(100);
  call?.answered();
  expect(counts()).toEqual({ free: 7, inFlight: 0, resting: 3 });
  await clock.runTo(1099.75);
  expect(counts()).toEqual({ free: 7, inFlight: 0, resting: 3 });
  await clock.runTo(1100);
  expect(counts()).toEqual({ free: 10, inFlight: 0, resting: 0 });
});

it('frees the tokens of an unsent call at once', () => {
  const { counts, take } = started();
  take(3)?.unsent();
  expect(counts()).toEqual({ free: 10, inFlight: 0, resting: 0 });
});

it.each(['lost', 'never reported'])(
  'lets the tokens of a call that is %s rest from its lease',
  async (end) => {
    const { clock, counts, take } = started();
    const call = take(3);
    if (end === 'lost') call?.lost();
    await clock.runTo(449);
    expect(counts()).toEqual({ free: 7, inFlight: 3, resting: 0 });
    await clock.runTo(1449.75);
    expect(counts()).toEqual({ free: 7, inFlight: 0, resting: 3 });
    await clock.runTo(1450);
    expect(counts()).toEqual({ free: 10, inFlight: 0, resting: 0 });
  },
);

it('accepts the first report of an end, and none after the lease', async () => {
  const { clock, counts, take } = started();
  const lost = take(2);
  lost?.lost();
  lost?.answered();
  lost?.unsent();
  const answered = take(3);
  answered?.answered();
  answered?.unsent();
  expect(counts()).toEqual({ free: 5, inFlight: 2, resting: 3 });
  const forgotten = take(5);
  await clock.runTo(3000);
  forgotten?.answered();
  expect(counts()).toEqual({ free: 10, inFlight: 0, resting: 0 });
});

it('takes all draws or none', () => {
  const { tokens, counts, clock } = started();
  const [set, minute] = [...tokens.buckets.values()];
  if (!set || !minute) throw new Error('two quotas are configured');
  const both = (count: number) => [
    { bucket: minute, tokens: 1 },
    { bucket: set, tokens: count },
  ];
  expect(tokens.take(both(8), clock.now(), 0)).toBeDefined();
  expect(tokens.take(both(8), clock.now(), 0)).toBeUndefined();
  expect(counts('direct-message')).toEqual({ free: 59, inFlight: 1, resting: 0 });
});

it('waits out windows up to a second after a cold start, and counts longer ones as unused', async () => {
  const { clock, counts } = started(true);
  expect(counts()).toEqual({ free: 0, inFlight: 0, resting: 10 });
  expect(counts('direct-message')).toEqual({ free: 60, inFlight: 0, resting: 0 });
  await clock.runTo(1000);
  expect(counts()).toEqual({ free: 10, inFlight: 0, resting: 0 });
});
