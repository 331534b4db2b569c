import { Bucket } from '../bucket';
import { FallbackShares, OpeningShare, wantedShare } from './fallback-share';

const terms = {
  onLoss: 'share',
  maxReplicas: 4,
  fallback: { forMs: 1000, then: 'refuse' },
} as const;

it('is the limit divided by the number of replicas, rounded down, and nothing with refuse', () => {
  expect(wantedShare(43, terms)).toBe(10);
  expect(wantedShare(3, terms)).toBe(0);
  expect(wantedShare(43, { ...terms, onLoss: 'refuse' })).toBe(0);
});

describe('the confirmed shares', () => {
  const bucket = new Bucket(0, 'set', 40, 1000);
  const shares = new FallbackShares();

  it('are the wanted ones before the first reply, and asked for', () => {
    expect(shares.usable(bucket, 10)).toBe(10);
    expect(shares.wanted(new Map([[bucket, 10]]), false)).toEqual({ set: 10 });
  });

  it('are asked for again until they are confirmed in full', () => {
    shares.confirm(bucket, 4);
    expect(shares.usable(bucket, 10)).toBe(4);
    expect(shares.wanted(new Map([[bucket, 10]]), false)).toEqual({ set: 10 });
    shares.confirm(bucket, 10);
    expect(shares.wanted(new Map([[bucket, 10]]), false)).toEqual({});
    expect(shares.wanted(new Map([[bucket, 10]]), true)).toEqual({ set: 10 });
    expect(shares.usable(bucket, 6)).toBe(6);
  });
});

const TAKEN_MS = 1300;

describe('a share that opens later', () => {
  const opening = ({ inUse = 0, aside = 0 }) => {
    const bucket = new Bucket(0, 'set', 40, 1000);
    bucket.take(inUse);
    return new OpeningShare(bucket, 10, aside, TAKEN_MS, 5000);
  };

  it('allows the tokens in use and those set aside at once, and the whole share when it opens', () => {
    expect(opening({ inUse: 3 }).limitAt(4999)).toBe(3);
    expect(opening({ inUse: 3, aside: 2 }).limitAt(0)).toBe(5);
    expect(opening({ inUse: 13 }).limitAt(0)).toBe(10);
    expect(opening({ inUse: 3 }).limitAt(5000)).toBe(10);
  });

  it('leaves tokens whose rest ends soon to others, which may have been granted them', () => {
    const bucket = new Bucket(0, 'set', 40, 1000);
    bucket.take(7);
    bucket.startResting(2, TAKEN_MS - 1000);
    bucket.startResting(3, TAKEN_MS - 999);
    expect(new OpeningShare(bucket, 10, 1, TAKEN_MS, 5000).limitAt(0)).toBe(6);
  });

  it('forecasts its tokens for the opening, and more of them in later windows', () => {
    const none = { timeOf: () => Infinity };
    const forecast = opening({}).forecast(none, 1100, 0);
    expect([1, 10, 11].map((nth) => forecast.timeOf(nth))).toEqual([5000, 5000, 6100]);
    expect(
      opening({})
        .forecast({ timeOf: () => 70 }, 1100, 0)
        .timeOf(1),
    ).toBe(70);
  });

  it('forecasts the tokens in use for later than the others that open', () => {
    const own = { timeOf: (nth: number) => 6000 + nth };
    const forecast = opening({ inUse: 4 }).forecast(own, 1100, 0);
    expect([1, 6, 7, 10].map((nth) => forecast.timeOf(nth))).toEqual([5000, 5000, 6001, 6004]);
  });

  it('forecasts only by what is in use once it has opened', () => {
    const own = { timeOf: () => 6000 };
    expect(opening({ inUse: 10 }).forecast(own, 1100, 5000).timeOf(1)).toBe(6000);
  });
});
