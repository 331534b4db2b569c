import * as fc from 'fast-check';

import { FixedWindow } from './fixed-window';

describe('fixed window', () => {
  it('starts at whole multiples of its length in Unix time', () => {
    const window = new FixedWindow({ limit: 3, windowMs: 1000 }, 1_700_000_000_400);
    window.count(3, 0); // 0.4 s into its second
    expect(window.waitMs(1, 599)).toBe(1);
    expect(window.resetMs(599)).toBe(1);
    expect(window.waitMs(1, 600)).toBe(0);
    expect(window.remaining(600)).toBe(3);
  });

  it('admits exactly the limit in each whole window', () => {
    const times = fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 8 }), (moments, limit) => {
        const window = new FixedWindow({ limit, windowMs: 500 }, 0);
        const perWindow = new Map<number, { asked: number; admitted: number }>();
        for (const nowMs of moments.toSorted((one, other) => one - other)) {
          const index = Math.floor(nowMs / 500);
          const { asked, admitted } = perWindow.get(index) ?? { asked: 0, admitted: 0 };
          const fits = window.waitMs(1, nowMs) === 0;
          if (fits) window.count(1, nowMs);
          perWindow.set(index, { asked: asked + 1, admitted: admitted + Number(fits) });
        }
        for (const { asked, admitted } of perWindow.values()) {
          expect(admitted).toBe(Math.min(asked, limit));
        }
      }),
    );
  });

  it('admits two windows of calls within one second around a boundary, as real fixed windows do', () => {
    const window = new FixedWindow({ limit: 100, windowMs: 1000 }, 0);
    window.count(100, 999);
    expect(window.waitMs(100, 1000)).toBe(0);
  });
});
