import fc from 'fast-check';
import { Simulation } from '../../test/limiter/simulation';
import { tokensOf } from '../../test/limiter/vendor-count';
import type { LimitedQuota } from '.';

const START: LimitedQuota = { name: 'set', limit: 20, windowMs: 1000 };
const draws = [{ quota: 'set', tokens: 1 }];

const change = fc.record({
  atMs: fc.integer({ min: 100, max: 6000 }).map((ms) => ms + 0.5), // between calls
  limit: fc.integer({ min: 1, max: 40 }),
  windowMs: fc.constantFrom(250, 1000, 1700, 4000),
  clientTimeoutMs: fc.constantFrom(400, 900),
});
const call = fc.record({
  atMs: fc.integer({ min: 0, max: 9000 }),
  tokens: fc.integer({ min: 1, max: 6 }),
  outMs: fc.integer({ min: 0, max: 180 }),
  backMs: fc.integer({ min: 0, max: 180 }),
});

/**
 * For each call: of all calls granted up to it, no window that contains it received more than the limit,
 * by the terms at its grant. Calls under earlier terms count.
 */
function assertNeverOver({ arrivals }: Simulation, changes: readonly LimitedQuota[], at: number[]) {
  for (const last of arrivals) {
    const atGrant = at.findLastIndex((atMs) => atMs <= last.grantedAtMs);
    const { limit, windowMs } = changes[atGrant] ?? START;
    const before = arrivals
      .filter(({ order, atMs }) => order <= last.order && Math.abs(atMs - last.atMs) < windowMs)
      .sort((one, other) => one.atMs - other.atMs);
    for (const first of before) {
      const inWindow = before.filter(
        ({ atMs }) => atMs >= first.atMs && atMs < first.atMs + windowMs,
      );
      const received = inWindow.reduce((sum, one) => sum + tokensOf(one.draws, 'set'), 0);
      if (inWindow.includes(last) && received > limit)
        throw new Error(`received ${received} of ${limit} in ${windowMs} ms at ${last.atMs}`);
    }
  }
}

it('never exceeds the present terms, whatever the terms were before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 40, maxLength: 120, size: 'max' }),
      fc.uniqueArray(change, { minLength: 1, maxLength: 4, selector: ({ atMs }) => atMs }),
      async (calls, unordered) => {
        const simulation = new Simulation([START]);
        const changes = [...unordered].sort((one, other) => one.atMs - other.atMs);
        for (const { atMs, clientTimeoutMs, ...terms } of changes)
          simulation.clock.schedule(atMs, () => {
            const quotas = [{ name: 'set', ...terms }];
            simulation.limiter.reconfigure({ quotas, clientTimeoutMs, maxWaiting: 10_000 });
          });
        for (const { atMs, tokens, outMs, backMs } of calls)
          simulation.plan({
            ...{ atMs, client: 'one', maxWaitMs: 5000, draws: [{ quota: 'set', tokens }] },
            fate: { kind: 'answered', outMs, backMs },
          });
        await simulation.clock.runTo(30_000);
        const quotas = changes.map(({ limit, windowMs }) => ({ name: 'set', limit, windowMs }));
        assertNeverOver(
          simulation,
          quotas,
          changes.map(({ atMs }) => atMs),
        );
        expect(simulation.outcomes).toHaveLength(calls.length);
        const last = quotas.at(-1)?.limit;
        expect(simulation.limiter.report()).toEqual([
          expect.objectContaining({ limit: last, free: last, inFlight: 0, resting: 0 }),
        ]);
      },
    ),
    { numRuns: 500 },
  );
}, 120_000);

describe('a change of the terms', () => {
  const started = async () => {
    const simulation = new Simulation([START]);
    const { limiter, clock } = simulation;
    const acquire = (maxWaitMs = 0) =>
      limiter.acquire(draws, { client: 'one', weight: 1, maxWaitMs });
    const grants = await Promise.all(Array.from({ length: 20 }, () => acquire()));
    const change = (limit: number, windowMs = 1000) => {
      const quotas = [{ name: 'set', limit, windowMs }];
      limiter.reconfigure({ quotas, clientTimeoutMs: 400, maxWaiting: 10_000 });
    };
    return { limiter, clock, acquire, grants, change };
  };

  it('admits waiters when the limit is raised', async () => {
    const { acquire, change } = await started();
    const waiting = acquire(5000);
    change(21);
    expect((await waiting).waitedMs).toBe(0);
    await expect(acquire()).rejects.toMatchObject({ code: 'quota-exhausted' });
  });

  it('leaves a debt when the limit is lowered, which the next free tokens pay', async () => {
    const { acquire, change, clock, grants, limiter } = await started();
    change(15);
    expect(limiter.report()).toEqual([
      expect.objectContaining({ limit: 15, free: -5, inFlight: 20 }),
    ]);
    for (const grant of grants.slice(0, 6)) grant.answered();
    await clock.runTo(1000);
    await acquire();
    await expect(acquire()).rejects.toMatchObject({ code: 'quota-exhausted' });
  });

  it('refuses a waiter that draws more than the lowered limit', async () => {
    const { limiter, change } = await started();
    const many = [{ quota: 'set', tokens: 10 }];
    const waiting = limiter.acquire(many, { client: 'one', weight: 1, maxWaitMs: 5000 });
    change(9);
    await expect(waiting).rejects.toMatchObject({
      code: 'provider-limit',
      details: { violatedQuotas: ['set'] },
    });
  });

  it('keeps the old rate when the window and the limit grow together', async () => {
    const { acquire, change, clock, grants } = await started();
    for (const grant of grants) grant.answered();
    await clock.runTo(5000); // all tokens are free again, but the longer window covers their use
    change(60, 3000);
    const first = await Promise.all(Array.from({ length: 20 }, () => acquire()));
    expect(first).toHaveLength(20);
    await expect(acquire()).rejects.toMatchObject({ code: 'quota-exhausted' });
    await clock.runTo(6000);
    await Promise.all(Array.from({ length: 20 }, () => acquire()));
  });

  it('rejects all waiters with the given error, and serves later calls', async () => {
    const { limiter, acquire, change } = await started();
    const waiting = acquire(5000);
    limiter.rejectWaiting(() => new RangeError('gone') as never);
    await expect(waiting).rejects.toThrow('gone');
    change(21);
    await acquire();
  });
});
