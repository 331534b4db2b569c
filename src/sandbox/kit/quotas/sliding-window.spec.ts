import * as fc from 'fast-check';

import { SlidingWindow } from './sliding-window';

const calls = fc.array(
  fc.record({
    gapMs: fc.double({ min: 0, max: 400, noNaN: true }),
    weight: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 120 },
);

describe('sliding window', () => {
  it('never admits more than the limit in any (t − window, t]', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 10 }), (sequence, limit) => {
        const window = new SlidingWindow({ limit, windowMs: 1000 });
        const admitted: { atMs: number; weight: number }[] = [];
        let nowMs = 0;
        for (const { gapMs, weight } of sequence) {
          nowMs += gapMs;
          if (window.waitMs(weight, nowMs) > 0) continue;
          window.count(weight, nowMs);
          admitted.push({ atMs: nowMs, weight });
        }
        for (const { atMs: endMs } of admitted) {
          const inside = admitted.filter(({ atMs }) => atMs <= endMs && endMs - atMs < 1000);
          expect(inside.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('admits a refused call when the announced wait is over, and not before', () => {
    fc.assert(
      fc.property(calls, (sequence) => {
        const window = new SlidingWindow({ limit: 6, windowMs: 1000 });
        let nowMs = 0;
        for (const { gapMs, weight } of sequence) {
          nowMs += gapMs;
          const waitMs = window.waitMs(weight, nowMs);
          if (waitMs > 0) {
            expect(window.waitMs(weight, nowMs + waitMs * 0.999)).toBeGreaterThan(0);
            nowMs += waitMs + 1e-6;
            expect(window.waitMs(weight, nowMs)).toBe(0);
          }
          window.count(weight, nowMs);
        }
      }),
    );
  });

  it('reports the remaining tokens and the time until it is empty', () => {
    const window = new SlidingWindow({ limit: 5, windowMs: 1000 });
    window.count(2, 100);
    window.count(1, 300);
    expect(window.remaining(300)).toBe(2);
    expect(window.resetMs(300)).toBe(1000);
    expect(window.remaining(1100)).toBe(4);
    expect(window.resetMs(5000)).toBe(0);
  });

  it('reports a wait of one window for a call that exceeds the limit', () => {
    expect(new SlidingWindow({ limit: 5, windowMs: 700 }).waitMs(6, 0)).toBe(700);
  });
});
