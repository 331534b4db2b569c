import fc from 'fast-check';
import { Simulation } from '../../../test/limiter/simulation';
import type { Call } from '../../../test/limiter/simulation';

const SET = { name: 'set', limit: 100, windowMs: 1000 };
const GROUP = { name: 'group', limit: 20, windowMs: 1000 };
const set = (tokens: number) => [{ quota: 'set', tokens }];
const KINDS = {
  singles: [set(1)],
  batches: [set(20)],
  'group and direct writes': [set(1), [...set(1), { quota: 'group', tokens: 1 }]],
};
/** A token that is reserved for a group write may be used one answer later than possible. */
const earlyBy = (kind: keyof typeof KINDS, rttMs: number): number =>
  kind === 'group and direct writes' ? rttMs + 1 : 1;

interface Comparison {
  readonly forecastMs: number;
  readonly waitedMs: number;
}

/** Compares forecasts with the waits that followed, after some calls that show the answer times. */
async function compare(
  calls: readonly Call[],
  rttMs: () => number,
): Promise<readonly Comparison[]> {
  const simulation = new Simulation([SET, GROUP]);
  const { clock, limiter } = simulation;
  const comparisons: Comparison[] = [];
  const answered = () => {
    const outMs = rttMs() / 2;
    return { kind: 'answered', outMs, backMs: outMs } as const;
  };
  for (let atMs = 0; atMs < 1000; atMs += 20)
    simulation.plan({ atMs, client: 'a', draws: set(1), maxWaitMs: 0, fate: answered() });
  for (const call of calls)
    clock.schedule(3000 + call.atMs, () => {
      const forecastMs = limiter.forecast(call.draws);
      const atMs = clock.now();
      void simulation.make({ ...call, fate: answered() }).then(({ grantedAtMs = Infinity }) => {
        comparisons.push({ forecastMs, waitedMs: grantedAtMs - atMs });
      });
    });
  await clock.runTo(400_000);
  return comparisons.filter(({ forecastMs, waitedMs }) => forecastMs > 0 || waitedMs > 0);
}

const burstOrStream = (kind: keyof typeof KINDS): fc.Arbitrary<Call[]> =>
  fc
    .record({
      gapMs: fc.constantFrom(0, 0, 4, 8),
      draws: fc.infiniteStream(fc.constantFrom(...KINDS[kind])),
    })
    .map(({ gapMs, draws }) =>
      Array.from({ length: 400 }, (_, index) => ({
        atMs: index * gapMs,
        client: 'a',
        draws: draws.next().value ?? set(1),
        maxWaitMs: 1_000_000,
        fate: { kind: 'crashed', outMs: 0, afterMs: 0 },
      })),
    );

const lateness = (comparisons: readonly Comparison[]) =>
  comparisons.map((each) => each.forecastMs - each.waitedMs);
const median = (values: readonly number[]) => values.toSorted(ascending)[values.length >> 1] ?? 0;
const ascending = (left: number, right: number): number => left - right;

it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  'forecasts %s never too early, and little too late',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(burstOrStream(kind), fc.constantFrom(0, 20, 50), async (calls, rttMs) => {
        const comparisons = await compare(calls, () => rttMs);
        expect(comparisons.length).toBeGreaterThan(100);
        expect(Math.min(0, ...lateness(comparisons))).toBeGreaterThan(-earlyBy(kind, rttMs));
        const allowed = comparisons.map(({ waitedMs }) => Math.max(100, waitedMs / 10));
        const over = comparisons.map(
          (each, at) => each.forecastMs - each.waitedMs - (allowed[at] ?? 0),
        );
        expect(median(over)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 15 },
    );
  },
);

it('is wrong by no more than the answer times vary', async () => {
  await fc.assert(
    fc.asyncProperty(
      burstOrStream('singles'),
      fc.infiniteStream(fc.integer({ min: 0, max: 100 })),
      async (calls, rtts) => {
        const comparisons = await compare(calls, () => Number(rtts.next().value));
        expect(comparisons.length).toBeGreaterThan(100);
        // answer times vary by 100 ms, and each token may have waited for another answer
        expect(Math.min(0, ...lateness(comparisons))).toBeGreaterThan(-200);
        const allowed = comparisons.map(({ waitedMs }) => Math.max(100, waitedMs / 10));
        const over = comparisons.map(
          (each, at) => each.forecastMs - each.waitedMs - (allowed[at] ?? 0),
        );
        expect(median(over)).toBeLessThanOrEqual(0);
      },
    ),
    { numRuns: 15 },
  );
});
