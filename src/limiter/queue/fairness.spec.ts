import fc from 'fast-check';
import { Simulation } from '../../../test/limiter/simulation';
import type { Call } from '../../../test/limiter/simulation';
import { saturate, utilisation } from '../../../test/limiter/saturation';

const SET = { name: 'set', limit: 100, windowMs: 1000 };
const GROUP = { name: 'group', limit: 20, windowMs: 1000 };
const set = (tokens: number) => [{ quota: 'set', tokens }];
const GROUP_WRITE = [...set(1), { quota: 'group', tokens: 1 }];
const QUICK = { kind: 'answered', outMs: 5, backMs: 5 } as const;

it.each([0, 20, 50])('uses 98 %% of the possible tokens at an RTT of %d ms', async (rttMs) => {
  for (const callers of [
    [{ client: 'small', draws: set(1), atOnce: 150 }],
    [
      { client: 'small', draws: set(1), atOnce: 150 },
      { client: 'large', draws: set(20), atOnce: 10 },
    ],
    [
      { client: 'same', draws: set(1), atOnce: 150 },
      { client: 'same', draws: set(20), atOnce: 10 },
    ],
  ]) {
    const simulation = new Simulation([SET]);
    await saturate(simulation, callers, 25 * (SET.windowMs + rttMs), () => rttMs);
    expect(utilisation(simulation, SET, rttMs)).toBeGreaterThan(0.98);
  }
});

it('shares a contended quota between clients by weight, whatever they draw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1, 2, 3),
      fc.constantFrom(1, 3),
      fc.constantFrom(1, 5, 20),
      async (oneWeight, otherWeight, tokens) => {
        const simulation = new Simulation([SET]);
        const callers = [
          { client: 'one', weight: oneWeight, draws: set(tokens), atOnce: 100 },
          { client: 'other', weight: otherWeight, draws: set(1), atOnce: 400 },
        ];
        await saturate(simulation, callers, 11_000, () => 10);
        // In the first window there is no queue yet, so the first calls get all tokens.
        const shared = simulation.outcomes.filter(({ endedAtMs }) => endedAtMs > 500);
        const used = (client: string) =>
          shared
            .filter(({ call }) => call.client === client)
            .reduce((sum, { call }) => sum + (call.draws[0]?.tokens ?? 0), 0);
        const total = used('one') + used('other');
        expect(total).toBeGreaterThan(900);
        const fair = (total * oneWeight) / (oneWeight + otherWeight);
        expect(Math.abs(used('one') - fair)).toBeLessThanOrEqual(20 + tokens);
      },
    ),
    { numRuns: 12 },
  );
});

it('lends an idle share to other clients until its client calls again', async () => {
  const simulation = new Simulation([SET]);
  for (let call = 0; call < 1000; call += 1)
    simulation.plan({ atMs: 0, client: 'hog', draws: set(1), maxWaitMs: 60_000, fate: QUICK });
  const quiet = { atMs: 4500, client: 'quiet', draws: set(1), maxWaitMs: 5000, fate: QUICK };
  simulation.plan(quiet);
  await simulation.clock.runTo(4500);
  expect(simulation.outcomes.length).toBe(500);
  await simulation.clock.runTo(5100);
  const granted = simulation.outcomes.find(({ call }) => call === quiet)?.grantedAtMs;
  expect(granted).toBe(simulation.outcomes[500]?.grantedAtMs);
});

it('serves direct writes while group writes wait, and the reverse', async () => {
  const simulation = new Simulation([SET, GROUP]);
  const callers = [
    { client: 'same', draws: GROUP_WRITE, atOnce: 200 },
    { client: 'same', draws: set(1), atOnce: 200 },
  ];
  await saturate(simulation, callers, 20_000, () => 0);
  expect(utilisation(simulation, GROUP, 0)).toBeGreaterThan(0.98);
  expect(utilisation(simulation, SET, 0)).toBeGreaterThan(0.98);
});

it('does not make a direct write wait behind a long queue for another quota', async () => {
  const simulation = new Simulation([SET, GROUP]);
  for (let call = 0; call < 500; call += 1)
    simulation.plan({ atMs: 0, client: 'a', draws: GROUP_WRITE, maxWaitMs: 60_000, fate: QUICK });
  const direct = { atMs: 500, client: 'a', draws: set(1), maxWaitMs: 0, fate: QUICK };
  simulation.plan(direct);
  await simulation.clock.runTo(600);
  expect(simulation.outcomes.find(({ call }) => call === direct)?.grantedAtMs).toBe(500);
});

it('does not starve a batch of 20 behind a stream of single draws', async () => {
  const simulation = new Simulation([SET]);
  const batch = { atMs: 3000, client: 'a', draws: set(20), maxWaitMs: 60_000, fate: QUICK };
  simulation.plan(batch);
  for (let atMs = 0; atMs < 20_000; atMs += 5)
    simulation.plan({ atMs, client: 'a', draws: set(1), maxWaitMs: 60_000, fate: QUICK });
  await simulation.clock.runTo(20_000);
  const before = simulation.outcomes.filter(({ call }) => call.atMs < 3000);
  const served = Math.max(...before.map(({ grantedAtMs }) => grantedAtMs ?? Infinity));
  const granted = simulation.outcomes.find(({ call }) => call === batch)?.grantedAtMs;
  expect(granted).toBeLessThanOrEqual(served + 1010);
});

it('serves equal draws of one client in order', async () => {
  const calls: fc.Arbitrary<Call[]> = fc.array(
    fc.record({
      atMs: fc.nat(3000),
      client: fc.constantFrom('a', 'b'),
      draws: fc.constantFrom(set(1), set(7), set(20), GROUP_WRITE),
      maxWaitMs: fc.constant(600_000),
      disconnectAfterMs: fc.option(fc.nat(3000), { nil: undefined, freq: 6 }),
      fate: fc.record({ kind: fc.constant('answered'), outMs: fc.nat(50), backMs: fc.nat(50) }),
    }),
    { minLength: 60, maxLength: 120, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(calls, async (planned) => {
      const simulation = new Simulation([SET, GROUP]);
      planned.sort((left, right) => left.atMs - right.atMs);
      for (const call of planned) simulation.plan(call);
      await simulation.clock.runTo(600_000);
      const granted = simulation.outcomes.filter((outcome) => outcome.grantedAtMs !== undefined);
      const order = (of: Call) =>
        granted
          .map(({ call }) => call)
          .filter((call) => call.client === of.client && call.draws === of.draws)
          .map((call) => planned.indexOf(call));
      expect(granted.length).toBeGreaterThan(planned.length / 2);
      for (const call of planned) expect(order(call)).toEqual(order(call).sort(ascending));
    }),
    { numRuns: 60 },
  );
});

const ascending = (left: number, right: number): number => left - right;

describe('calls of one client with urgencies', () => {
  const BATCH = { client: 'one', urgency: 6, draws: set(1), atOnce: 400 };
  /** Calls that arrived before others were known of keep their place; they are served in the first seconds. */
  const usedBy = (simulation: Simulation, matches: (call: Call) => boolean): number =>
    simulation.outcomes.filter(({ call, grantedAtMs = 0 }) => grantedAtMs > 12_000 && matches(call))
      .length;

  it('serves a single call before the batch of its client', async () => {
    const simulation = new Simulation([SET]);
    const single = { client: 'one', draws: set(1), maxWaitMs: 60_000, fate: QUICK };
    for (let atMs = 2_000; atMs < 9_000; atMs += 500) simulation.plan({ ...single, atMs });
    await saturate(simulation, [BATCH], 11_000, () => 10);
    const waits = simulation.outcomes
      .filter(({ call }) => call.urgency === undefined)
      .map(({ call, grantedAtMs = Infinity }) => grantedAtMs - call.atMs);
    expect(waits).toHaveLength(14);
    // the batch alone has 400 calls waiting, which take 4 s; tokens come back once in 1,010 ms
    expect(Math.max(...waits)).toBeLessThan(1_020);
  });

  it('keeps a tenth for the later calls, and no more than the share of the client in all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 3, 5),
        fc.constantFrom(1, 5),
        fc.boolean(),
        async (urgency, tokens, hasOther) => {
          const simulation = new Simulation([SET]);
          const urgent = { client: 'one', urgency, draws: set(1), atOnce: 150 };
          const other = { client: 'other', draws: set(1), atOnce: 150 };
          const batch = { ...BATCH, draws: set(tokens), atOnce: 20 };
          const callers = [urgent, batch, ...(hasOther ? [other] : [])];
          await saturate(simulation, callers, 31_000, () => 10);
          const later = tokens * usedBy(simulation, (call) => call.urgency === 6);
          const first = usedBy(simulation, (call) => call.urgency === urgency);
          const others = usedBy(simulation, ({ client }) => client === 'other');
          expect(later / (later + first)).toBeGreaterThan(0.07);
          expect(later / (later + first)).toBeLessThan(0.25);
          if (hasOther) expect(others / (others + later + first)).toBeGreaterThan(0.45);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('serves every call in the end, whatever more urgent calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ urgency: fc.nat(7), atMs: fc.nat(2_000) }), {
          minLength: 1,
          maxLength: 200,
        }),
        async (calls) => {
          const simulation = new Simulation([GROUP]);
          const draws = [{ quota: 'group', tokens: 1 }];
          const call = { client: 'one', draws, maxWaitMs: 60_000, fate: QUICK };
          for (const one of calls) simulation.plan({ ...call, ...one });
          await saturate(
            simulation,
            [{ client: 'one', urgency: 0, draws, atOnce: 30 }],
            25_000,
            () => 10,
          );
          const served = simulation.outcomes.filter(
            (one) => one.call.maxWaitMs === call.maxWaitMs && one.call.fate === QUICK,
          );
          expect(served).toHaveLength(calls.length);
        },
      ),
      { numRuns: 8 },
    );
  });
});
