import fc from 'fast-check';
import type { LimitedQuota } from '.';
import { CLIENT_TIMEOUT_MS, Simulation } from '../../test/limiter/simulation';
import type { Call, Fate, StoreClass } from '../../test/limiter/simulation';
import { saturate } from '../../test/limiter/saturation';
import { LogAtGrant, NoLease, RefilledBucket } from '../../test/limiter/textbook-tokens';
import { assertNeverOver, worstWindow } from '../../test/limiter/vendor-count';
import { MemoryTokenStore } from './tokens/memory-token-store';

/** Quotas like those of the vendors, scaled down so that short runs fill them. */
const QUOTAS: readonly LimitedQuota[] = [
  { name: 'set', limit: 10, windowMs: 1000 },
  { name: 'group', limit: 2, windowMs: 1000 },
  { name: 'attributes', limit: 20, windowMs: 1000 },
  { name: 'per-minute', limit: 12, windowMs: 3000 },
  { name: 'channel', limit: 3, windowMs: 1500, per: 'channel' },
];
const CHANNELS = ['a', 'b', 'c', 'd'];

const draws = fc.oneof(
  fc.constant([{ quota: 'set', tokens: 1 }]),
  fc.constant([
    { quota: 'set', tokens: 1 },
    { quota: 'group', tokens: 1 },
  ]),
  fc.integer({ min: 1, max: 20 }).map((tokens) => [{ quota: 'attributes', tokens }]),
  fc.constant([
    { quota: 'set', tokens: 1 },
    { quota: 'per-minute', tokens: 1 },
  ]),
  fc.constant([{ quota: 'per-minute', tokens: 1 }]),
  fc
    .tuple(fc.constantFrom(...CHANNELS), fc.integer({ min: 1, max: 2 }))
    .map(([channel, tokens]) => [
      { quota: 'set', tokens: 1 },
      { quota: 'channel', tokens, channel },
    ]),
);
/** Mostly short, sometimes as long as the client timeout allows. */
const delay = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: CLIENT_TIMEOUT_MS / 2 }) },
);
const untilTimeout = fc.integer({ min: 0, max: CLIENT_TIMEOUT_MS });
const fate: fc.Arbitrary<Fate> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('answered'), outMs: delay, backMs: delay }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('lost', 'crashed'),
      outMs: untilTimeout,
      afterMs: untilTimeout,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsent'), afterMs: delay }) },
);
const call: fc.Arbitrary<Call> = fc.record({
  atMs: fc.integer({ min: 0, max: 4000 }),
  client: fc.constantFrom('one', 'two', 'three'),
  weight: fc.constantFrom(1, 3),
  draws,
  maxWaitMs: fc.constantFrom(0, 500, 2000, 10_000),
  holdMs: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
  disconnectAfterMs: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined, freq: 8 }),
  fate,
});
const cooldown = fc.record({
  atMs: fc.integer({ min: 0, max: 4000 }),
  quota: fc.constantFrom(...QUOTAS.map(({ name }) => name)),
  channel: fc.constantFrom(...CHANNELS),
  forMs: fc.integer({ min: 0, max: 1500 }),
});

async function neverOver(Store: StoreClass, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 1, maxLength: 120, size: 'max' }),
      fc.array(cooldown, { maxLength: 2 }),
      async (calls, cooldowns) => {
        const simulation = new Simulation(QUOTAS, Store);
        for (const each of calls) simulation.plan(each);
        for (const { atMs, quota, channel, forMs } of cooldowns)
          simulation.coolDown(atMs, [{ quota, channel }], forMs);
        const { tokens } = simulation;
        await simulation.clock.runTo(60_000, () => {
          for (const { name, free, inFlight, resting, limit } of tokens.buckets.values())
            if (free < 0 || inFlight < 0 || free + inFlight + resting.tokens !== limit)
              throw new Error(`${name} lost or gained tokens`);
        });
        assertNeverOver(simulation.arrivals, QUOTAS);
        expect(simulation.limiter.report().at(-1)).toMatchObject({ name: 'channel', channels: 0 });
        expect(simulation.outcomes).toHaveLength(calls.length);
        expect(simulation.limiter.report().every(({ free, limit }) => free === limit)).toBe(true);
      },
    ),
    // a busy machine makes fewer runs, and a failure is reported before the test times out
    {
      numRuns,
      endOnFailure: Store !== MemoryTokenStore,
      plugins: [fc.interruptAfterTimeLimit(90_000)],
    },
  );
}

it('never lets the vendor receive more than the limit in any window, whatever the network does', async () => {
  await neverOver(MemoryTokenStore, 2000);
}, 120_000);

it('counts the calls of clients with leases with its own, up to the limit', async () => {
  const group = { name: 'group', limit: 20, windowMs: 1000 };
  const simulation = new Simulation([group]);
  const draws = [{ quota: 'group', tokens: 1 }];
  const leased = { client: 'sender', draws, atOnce: 20, holdMs: 5000 };
  await saturate(
    simulation,
    [leased, { client: 'gateway', draws, atOnce: 20 }],
    20_000,
    () => Math.random() * 100,
  );
  assertNeverOver(simulation.arrivals, [group]);
  expect(simulation.endedLeases / simulation.arrivals.length).toBeGreaterThan(0.45);
  expect(simulation.arrivals.length).toBeGreaterThan(0.85 * 20 * 20);
});

it('fills the documented quotas without exceeding them, with 100 ms of jitter', async () => {
  const set = { name: 'set', limit: 100, windowMs: 1000 };
  const quotas = [
    set,
    { name: 'group', limit: 20, windowMs: 1000 },
    { name: 'per-minute', limit: 6000, windowMs: 60_000 },
  ];
  const drawn = (...names: string[]) => names.map((quota) => ({ quota, tokens: 1 }));
  const simulation = new Simulation(quotas);
  await saturate(
    simulation,
    [
      { client: 'direct', draws: drawn('set', 'per-minute'), atOnce: 150 },
      { client: 'group', draws: drawn('set', 'group'), atOnce: 50 },
      { client: 'batch', draws: [{ quota: 'set', tokens: 20 }], atOnce: 5 },
    ],
    70_000,
    () => Math.random() * 100,
  );
  assertNeverOver(simulation.arrivals, quotas);
  expect(worstWindow(simulation.arrivals, set)).toBeGreaterThan(95);
}, 60_000);

it.each([
  ['a log of grants', LogAtGrant],
  ['a bucket refilled at its rate', RefilledBucket],
  ['a store without leases', NoLease],
])(
  'detects that %s exceeds the limit',
  async (_, Store) => {
    await expect(neverOver(Store, 300)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('in one window') },
    });
  },
  120_000,
);
