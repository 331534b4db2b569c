import fc from 'fast-check';
import { RestingTokens } from './resting-tokens';

const step = fc.record({
  tokens: fc.integer({ min: 1, max: 20 }),
  laterMs: fc.nat(5),
  releaseMs: fc.nat(8),
});

it('equals a plain list of tokens and times, however it grows and wraps', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(100), fc.nat(40), (steps, atMs, nth) => {
      const resting = new RestingTokens();
      let list: number[] = [];
      let addedMs = 0;
      let nowMs = 0;
      for (const { tokens, laterMs, releaseMs } of steps) {
        addedMs = Math.max(addedMs + laterMs, nowMs);
        resting.add(tokens, addedMs);
        list.push(...Array.from({ length: tokens }, () => addedMs));
        nowMs += releaseMs - 3;
        const remaining = list.filter((each) => each > nowMs);
        expect(resting.release(nowMs)).toBe(list.length - remaining.length);
        list = remaining;
      }
      expect(resting.tokens).toBe(list.length);
      expect(resting.nextAtMs).toBe(list[0] ?? Infinity);
      expect(resting.timeOf(nth + 1)).toBe(list[nth] ?? Infinity);
      expect(resting.countBy(atMs)).toBe(list.filter((each) => each <= atMs).length);
    }),
  );
});
