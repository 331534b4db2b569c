import { Bucket } from '../bucket';
import { applyFallbackShare, fallbackReservesOf, fallbackShareOf } from './fallback-share';

const share = { onLoss: 'share', maxReplicas: 4 } as const;

it('is the limit divided by the number of replicas, rounded down, and nothing with refuse', () => {
  expect(fallbackShareOf(43, share)).toBe(10);
  expect(fallbackShareOf(3, share)).toBe(0);
  expect(fallbackShareOf(43, { ...share, onLoss: 'refuse' })).toBe(0);
});

/** A bucket of 40 in fallback with a share of 10. */
function apply({ windowMs = 1000, inFlight = 0, reserve = 0 }) {
  const bucket = new Bucket(0, 'set', 40, windowMs);
  bucket.take(inFlight);
  applyFallbackShare(bucket, 10, reserve, 100);
  return { free: bucket.free, resting: bucket.resting.tokens, freeAtMs: bucket.resting.nextAtMs };
}

it('lets the unused share of a short window rest for a window first', () => {
  expect(apply({ inFlight: 4, reserve: 5 })).toEqual({ free: 0, resting: 6, freeAtMs: 1100 });
});

it('frees the reserve of a longer window at once, at most the unused share', () => {
  expect(apply({ windowMs: 1001, reserve: 5 })).toEqual({ free: 5, resting: 5, freeAtMs: 1101 });
  expect(apply({ windowMs: 1001, reserve: 50 })).toMatchObject({ free: 10, resting: 0 });
  expect(apply({ windowMs: 1001, inFlight: 8, reserve: 5 })).toMatchObject({ free: 2, resting: 0 });
});

it('leaves a debt when more than the share is in use', () => {
  expect(apply({ inFlight: 15, reserve: 5 })).toMatchObject({ free: -5, resting: 0 });
});

it('asks for half of the share in reserve, for windows longer than a second only', () => {
  const buckets = [new Bucket(0, 'set', 40, 1000), new Bucket(1, 'long', 40, 1001)];
  expect(fallbackReservesOf(buckets, new Map(), () => 11)).toEqual({ long: [0, 5] });
});
