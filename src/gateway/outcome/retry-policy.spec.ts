import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { CooldownBackoff } from './cooldown-backoff';
import { backoffMs, mayRepeat, mayRetry, RetryBudget } from './retry-policy';

const error = (code: ErrorCode) => new GatewayError(code, 'It failed.');
const TARGET = { connection: 'main', channelType: 'group', channelId: 'c' } as const;
const CALL = { target: TARGET, options: {}, strict: false };
const set: Operation = {
  name: 'channel.set',
  call: { ...CALL, entries: [], isKeyInPath: false },
};

it.each<[ErrorCode, boolean]>([
  ['upstream-timeout', true],
  ['upstream-unavailable', true],
  ['upstream-malformed', true],
  ['upstream-refused', false],
  ['upstream-throttled', false],
  ['quota-exhausted', false],
])('a request that failed with %s may be sent again: %s', (code, retry) => {
  expect(mayRetry(error(code), 1)).toBe(retry);
});

it('a request is sent three times at most, and never again where it may be applied', () => {
  const unavailable = error('upstream-unavailable');
  expect([1, 2, 3].map((attempt) => mayRetry(unavailable, attempt))).toEqual([true, true, false]);
  expect(mayRetry(unavailable.withDetails({ applied: 'unknown' }), 1)).toBe(false);
  expect(mayRetry(unavailable.withDetails({ applied: 'no' }), 1)).toBe(true);
});

it('a write is repeated three times at most, unconditionally, and only where that ends the same', () => {
  const unknown = error('upstream-timeout');
  expect([1, 2, 3].map((attempt) => mayRepeat(set, attempt, unknown))).toEqual([true, true, false]);
  const conditional = { ...set, call: { ...set.call, ifMatch: ['*'] } } as Operation;
  expect(mayRepeat(conditional, 1, unknown)).toBe(false);
  const increase: Operation = {
    name: 'counters.change',
    call: { ...CALL, changes: [{ key: 'n', op: 'increase', amount: 1 }] },
  };
  expect(mayRepeat(increase, 1, unknown)).toBe(false);
});

it('nothing is sent again where the vendor says that it will fail again', () => {
  const final = error('upstream-unavailable').withDetails({ isFinal: true });
  expect([mayRetry(final, 1), mayRepeat(set, 1, final)]).toEqual([false, false]);
});

it('backs off exponentially with full jitter, a second at most', () => {
  expect([1, 2, 3, 4, 5, 9].map((attempt) => backoffMs(attempt, 1))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
  expect(backoffMs(2, 0.5)).toBe(100);
  expect(backoffMs(2, 0)).toBe(0);
});

it('a retry costs ten calls, and three can be saved', () => {
  const budget = new RetryBudget();
  const taken = () => [1, 2, 3, 4].map(() => budget.take());
  expect(taken()).toEqual([true, true, true, false]);
  for (let call = 0; call < 9; call += 1) budget.recordCall();
  expect(budget.take()).toBe(false);
  for (let call = 0; call < 2; call += 1) budget.recordCall();
  expect(budget.take()).toBe(true);
  for (let call = 0; call < 100; call += 1) budget.recordCall();
  expect(taken()).toEqual([true, true, true, false]);
});

describe('the length of a cooldown', () => {
  const MAX_MS = 60_000;
  const a = [{ quota: 'a' }];
  const b = [{ quota: 'b' }];
  const both = [...a, ...b];

  it('doubles with each 429 in a row, a minute at most', () => {
    const backoff = new CooldownBackoff();
    const lengths = Array.from({ length: 8 }, () => backoff.recordThrottled(a, undefined, MAX_MS));
    expect(lengths).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is what the vendor says', () => {
    const backoff = new CooldownBackoff();
    expect(backoff.recordThrottled(a, 5, MAX_MS)).toBe(5);
    expect(backoff.recordThrottled(a, undefined, MAX_MS)).toBe(2_000);
  });

  it('is at most what the connection allows', () => {
    const backoff = new CooldownBackoff();
    expect(backoff.recordThrottled(a, 120_000, MAX_MS)).toBe(MAX_MS);
    expect(backoff.recordThrottled(a, undefined, 500)).toBe(500);
  });

  it('ignores a length that no vendor means, such as a Unix time', () => {
    const backoff = new CooldownBackoff();
    expect(backoff.recordThrottled(a, 1_795_920_000_000, MAX_MS)).toBe(1_000);
    expect(backoff.recordThrottled(a, 1_795_920_000_000, MAX_MS)).toBe(2_000);
  });

  it('starts over after a success, for that quota alone', () => {
    const backoff = new CooldownBackoff();
    backoff.recordThrottled(both, undefined, MAX_MS);
    backoff.recordSuccess(a);
    expect(backoff.recordThrottled(a, undefined, MAX_MS)).toBe(1_000);
    expect(backoff.recordThrottled(b, undefined, MAX_MS)).toBe(2_000);
    expect(backoff.recordThrottled(both, undefined, MAX_MS)).toBe(4_000);
  });

  it('counts each channel of a quota per channel for itself', () => {
    const backoff = new CooldownBackoff();
    const one = [{ quota: 'a', channel: 'one' }];
    const two = [{ quota: 'a', channel: 'two' }];
    expect(backoff.recordThrottled(one, undefined, MAX_MS)).toBe(1_000);
    expect(backoff.recordThrottled(two, undefined, MAX_MS)).toBe(1_000);
    backoff.recordSuccess(two);
    expect(backoff.recordThrottled(one, undefined, MAX_MS)).toBe(2_000);
  });
});
