import { QUOTA_AT_REST } from '../../../test/limiter/ledger/quota-view';
import { FleetQuota } from './fleet-quota';
import type { QuotaView } from './messages';

const VIEW: QuotaView = {
  ...QUOTA_AT_REST,
  free: 0,
  resting: 30,
  restingFreeInMs: [
    [10, 100],
    [30, 400],
  ],
};
const WINDOW_MS = 1000;
const sampled = new FleetQuota(VIEW, 0, WINDOW_MS);
/** The resting tokens after a reply without samples. */
const restingAfter = (resting: number, nowMs: number) =>
  timesOf(
    new FleetQuota({ ...VIEW, restingFreeInMs: undefined, resting }, nowMs, WINDOW_MS, sampled),
  );

/** [tokens, from, until] of each sample. */
const timesOf = ({ resting }: FleetQuota) =>
  resting.map(({ tokens, fromMs, untilMs }) => [tokens, fromMs, untilMs]);

it('knows the resting tokens by the samples of a view', () => {
  expect(timesOf(sampled)).toEqual([
    [10, 100, 100],
    [20, 100, 400],
  ]);
  expect([99, 100, 400].map((nowMs) => sampled.available(nowMs))).toEqual([0, 10, 30]);
});

describe('a view without samples', () => {
  it('leaves the resting tokens of the view before that are not free yet', () => {
    expect(restingAfter(20, 200)).toEqual([[20, 100, 400]]);
  });

  it('adds those that have begun to rest since', () => {
    expect(restingAfter(25, 200)).toEqual([
      [20, 100, 400],
      [5, 1000, 1200],
    ]);
  });

  it('removes those that were granted since, the first ones first', () => {
    expect(restingAfter(15, 50)).toEqual([[15, 175, 400]]);
    expect(restingAfter(0, 50)).toEqual([]);
  });
});

describe('a limit that was lowered below what is set aside and in use', () => {
  const lowered = (view: Partial<QuotaView>) =>
    new FleetQuota({ ...VIEW, limit: 10, resting: 0, restingFreeInMs: [], ...view }, 0, WINDOW_MS);

  it('counts only the unused tokens of the new limit', () => {
    const { free, inFlight, resting } = lowered({ free: -240, setAside: 250 }).count(0, 0);
    expect({ free, inFlight, resting }).toEqual({ free: 10, inFlight: 0, resting: 0 });
    expect(lowered({ free: -240, setAside: 250, ownAside: 250 }).available(0)).toBe(10);
    expect(lowered({ free: -240, setAside: 250, ownAside: 100 }).available(0)).toBe(0);
  });

  it('counts more tokens in use than the limit as they are', () => {
    const quota = lowered({ free: -30, resting: 25, restingFreeInMs: [[25, 100]] });
    const { free, inFlight, resting } = quota.count(0, 0);
    expect({ free, inFlight, resting }).toEqual({ free: 0, inFlight: 15, resting: 25 });
    expect(quota.debt).toBe(30);
    expect(quota.count(100, 0)).toMatchObject({ free: 0, resting: 0 });
  });
});
