import * as fc from 'fast-check';

import { GcraWindow } from './gcra-window';

describe('gcra window', () => {
  it('agrees with the published message of a real 429', () => {
    // "limit: 10;w=1, remaining: 0, retry_after: 0.069786548614502s, reset: 0.96978664398193s"
    const window = new GcraWindow({ limit: 10, windowMs: 1000 });
    window.count(10, 0);
    const nowMs = 1000 - 969.78664398193;
    expect(window.remaining(nowMs)).toBe(0);
    expect(window.resetMs(nowMs)).toBeCloseTo(969.78664398193, 6);
    expect(window.waitMs(1, nowMs)).toBeCloseTo(69.786548614502, 3);
  });

  it.each([1, 3, 7, 20, 30, 100, 600])('admits a burst of exactly its limit of %i', (limit) => {
    const window = new GcraWindow({ limit, windowMs: 1000 });
    for (let call = 0; call < limit; call += 1) {
      expect(window.waitMs(1, 123.456)).toBe(0);
      window.count(1, 123.456);
    }
    expect(window.waitMs(1, 123.456)).toBeCloseTo(1000 / limit, 3);
    expect(window.remaining(123.456)).toBe(0);
  });

  it('never admits more than limit + elapsed ÷ interval', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 150 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 12 }), (sequence, limit) => {
        const window = new GcraWindow({ limit, windowMs: 1000 });
        const admitted: number[] = [];
        let nowMs = 0;
        for (const gapMs of sequence) {
          nowMs += gapMs;
          if (window.waitMs(1, nowMs) > 0) continue;
          window.count(1, nowMs);
          admitted.push(nowMs);
        }
        admitted.forEach((startMs, first) => {
          admitted.slice(first).forEach((endMs, more) => {
            const allowed = limit + ((endMs - startMs) * limit) / 1000;
            expect(more + 1).toBeLessThanOrEqual(allowed + 1e-6);
          });
        });
      }),
    );
  });

  it('counts a draw of three tokens like three draws of one', () => {
    const heavy = new GcraWindow({ limit: 5, windowMs: 1000 });
    const light = new GcraWindow({ limit: 5, windowMs: 1000 });
    heavy.count(3, 0);
    for (const nowMs of [0, 0, 0]) light.count(1, nowMs);
    expect(heavy.waitMs(3, 0)).toBeCloseTo(light.waitMs(3, 0), 9);
    expect(heavy.remaining(0)).toBe(2);
  });
});
