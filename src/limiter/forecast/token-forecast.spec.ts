import { Bucket } from '../bucket';
import { InFlightCall } from '../in-flight';
import { BucketForecast } from './bucket-forecast';
import { countBy, timeBesideHeld, timeInCycles } from './token-forecast';

const forecast = (times: readonly number[]) => ({
  timeOf: (nth: number) => times[nth - 1] ?? Infinity,
});

it('counts the tokens up to a time, at most as many as asked for', () => {
  const tokens = forecast([1, 2, 2, 5]);
  expect([0, 1, 2, 4, 5, 9].map((atMs) => countBy(tokens, atMs, 4))).toEqual([0, 1, 3, 3, 4, 4]);
  expect(countBy(tokens, 9, 2)).toBe(2);
});

describe('beyond the known tokens', () => {
  const timeOf = (nth: number, drawSize: number, total = 10) =>
    timeInCycles({ nth, drawSize, total, cycleMs: 1000 }, (known) => known);

  it('repeats the same tokens in cycles', () => {
    expect([1, 10, 11, 20, 21].map((nth) => timeOf(nth, 1))).toEqual([1, 10, 1001, 1010, 2001]);
  });

  it('leaves the remainder unused that is too small for a draw', () => {
    // 9 of 10 tokens serve draws of 3; the 12th token is the last of the first draw of the next cycle
    expect(timeOf(12, 3)).toBe(1003);
    expect(timeOf(18, 3)).toBe(1009);
    expect(timeOf(21, 3)).toBe(2003);
  });

  it('is never for a draw larger than the total', () => {
    expect(timeOf(12, 11)).toBe(Infinity);
    expect(timeOf(1, 1, 0)).toBe(Infinity);
  });
});

describe('beside tokens that are held', () => {
  const timeOf = (nth: number, drawSize: number, total = 10) =>
    timeBesideHeld({ nth, drawSize, total, cycleMs: 1000 }, [[5, 60_000]], (known) => known);

  it('lets the others go round as long as that is sooner', () => {
    expect([10, 11, 25].map((nth) => timeOf(nth, 1))).toEqual([10, 1001, 2005]);
  });

  it('waits for them where a draw needs them, or they are soon enough', () => {
    expect(timeOf(12, 12)).toBe(60_000);
    expect(timeOf(1, 1, 0)).toBe(60_000);
    expect(timeOf(1000, 1)).toBe(66_010);
  });
});

describe('a token in flight', () => {
  const bucket = new Bucket(0, 'set', 1, 1000);
  bucket.take(1);
  const answers = { recentAnswerMs: 50 };
  const owner = {
    isOverdue: () => false,
    answered: () => undefined,
    unsent: () => undefined,
    lost: () => undefined,
  };
  const freeAt = (nowMs: number, state: InFlightCall['state'] = 'open') => {
    const call = new InFlightCall([{ bucket, tokens: 1 }], 0, 0, 400, owner);
    call.state = state;
    return new BucketForecast(bucket, call, answers, nowMs).timeOf(1);
  };

  it('is expected one window after the usual answer time', () => {
    expect(freeAt(50)).toBe(1050);
  });

  it('is expected to take as long again when it is late, at most until its lease', () => {
    expect(freeAt(100)).toBe(1200);
    expect(freeAt(300)).toBe(1400);
  });

  it('is expected at its lease when its call is lost', () => {
    expect(freeAt(10, 'lost')).toBe(1400);
  });

  it('goes round for later draws while a client holds the others', () => {
    const two = new Bucket(0, 'set', 2, 1000);
    two.take(2);
    const draws = [{ bucket: two, tokens: 1 }];
    const call = new InFlightCall(draws, 0, 0, 400, owner);
    call.newer = new InFlightCall(draws, 0, 0, 60_000, owner, {
      id: 'a',
      client: 'b',
      holdMs: 60_000,
    });
    const forecast = new BucketForecast(two, call, answers, 0);
    expect([1, 2, 3].map((nth) => forecast.timeOf(nth))).toEqual([1050, 2100, 3150]);
    expect(forecast.timeOf(2, 2)).toBe(61_000);
  });
});
