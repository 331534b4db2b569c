import { FleetQuota } from './fleet-quota';
import type { QuotaView } from './messages';

const VIEW: QuotaView = {
  quota: 'set',
  limit: 100,
  free: 0,
  resting: 30,
  restingFreeInMs: [
    [10, 100],
    [30, 400],
  ],
  worstWindow: 0,
  cooldownMs: 0,
  cooldownEnds: 0,
  quarantineMs: 0,
  queuedElsewhere: [],
  shares: 0,
  setAside: 0,
  ownAside: 0,
  isShort: false,
};
const WINDOW_MS = 1000;
const sampled = new FleetQuota(VIEW, 0, WINDOW_MS);
/** The resting tokens after a reply without samples. */
const restingAfter = (resting: number, nowMs: number) =>
  new FleetQuota({ ...VIEW, restingFreeInMs: undefined, resting }, nowMs, WINDOW_MS, sampled)
    .resting;

it('knows the resting tokens by the samples of a view', () => {
  expect(sampled.resting).toEqual([
    [10, 100],
    [20, 400],
  ]);
  expect([99, 100, 400].map((nowMs) => sampled.available(nowMs))).toEqual([0, 10, 30]);
});

describe('a view without samples', () => {
  it('leaves the resting tokens of the view before that are not free yet', () => {
    expect(restingAfter(20, 200)).toEqual([[20, 400]]);
  });

  it('adds those that have begun to rest since', () => {
    expect(restingAfter(25, 200)).toEqual([
      [20, 400],
      [5, 1200],
    ]);
  });

  it('removes those that were granted since, the first ones first', () => {
    expect(restingAfter(15, 50)).toEqual([[15, 400]]);
    expect(restingAfter(0, 50)).toEqual([]);
  });
});
