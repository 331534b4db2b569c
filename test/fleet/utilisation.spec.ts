import type { VendorArrival } from './processes/vendor';
import { utilisation } from './utilisation';

const QUOTA = { name: 'calls', limit: 10, windowMs: 1_000 };

const at = (atMs: number, tokens = 1): VendorArrival => ({
  account: 'one',
  atMs,
  heldMs: 0,
  travelMs: 0,
  draws: [{ quota: 'calls', tokens }],
});

const burst = (atMs: number, calls: number) => Array.from({ length: calls }, () => at(atMs));

it('is 1 if every window is full, wherever the bursts are', () => {
  const bursts = [100, 1_120, 2_140, 3_160].flatMap((atMs) => burst(atMs, 10));
  expect(utilisation(bursts, QUOTA, 20)).toBeCloseTo(1);
  expect(utilisation(bursts.slice(7), QUOTA, 20)).toBeCloseTo(1);
});

it('is lower if calls come late or draw less', () => {
  const late = [0, 2_000, 4_000].flatMap((atMs) => burst(atMs, 10));
  expect(utilisation(late, QUOTA, 0)).toBeCloseTo(0.5);
  const fewer = [0, 1_000, 2_000, 3_000, 4_000].flatMap((atMs) => burst(atMs, 5));
  expect(utilisation(fewer, QUOTA, 0)).toBeCloseTo(0.5);
});

it('counts the tokens of its quota, not calls or other quotas', () => {
  const batches = [at(0, 10), at(1_000, 4), at(1_000, 6), at(2_000, 10)];
  const others = batches.map((one) => ({ ...one, draws: [{ quota: 'else', tokens: 9 }] }));
  expect(utilisation([...batches, ...others], QUOTA, 0)).toBeCloseTo(1);
});

it('is undefined for less than one turn', () => {
  expect(utilisation(burst(0, 10), QUOTA, 0)).toBeUndefined();
});
