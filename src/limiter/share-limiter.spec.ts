import fc from 'fast-check';
import { CLIENT_TIMEOUT_MS, MARGIN_MS, Simulation, type Call } from '../../test/limiter/simulation';
import { saturate, utilisation } from '../../test/limiter/saturation';
import { assertNeverOver, worstWindow } from '../../test/limiter/vendor-count';
import { createLimiter, type Limiter, type LimitedQuota } from '.';

const SET = { name: 'set', limit: 100, windowMs: 1_000 };
const GROUP = { name: 'group', limit: 20, windowMs: 1_000 };
const set = (tokens: number) => [{ quota: 'set', tokens }];
const GROUP_WRITE = [...set(1), { quota: 'group', tokens: 1 }];
const QUICK = { kind: 'answered', outMs: 5, backMs: 5 } as const;

/** A vendor account on a virtual clock, and what its observer was told. */
class SharedAccount extends Simulation {
  readonly refused: string[] = [];
  override readonly limiter: Limiter;

  constructor(quotas: readonly LimitedQuota[]) {
    super(quotas);
    const ignore = () => undefined;
    this.limiter = createLimiter({
      quotas,
      clientTimeoutMs: CLIENT_TIMEOUT_MS,
      marginMs: MARGIN_MS,
      maxWaiting: 10_000,
      coldStart: false,
      clock: this.clock,
      observer: {
        granted: ignore,
        refused: (reason, _draws, { client }) => this.refused.push(`${client} ${reason}`),
        cooledDown: ignore,
        roundTrip: ignore,
        ledger: ignore,
        suspended: ignore,
        clockStepped: ignore,
        replicas: ignore,
      },
    });
  }

  arrivalsOf(client: string) {
    const granted = this.outcomes.filter(({ grantedAtMs }) => grantedAtMs !== undefined);
    const orders = granted.flatMap(({ call }, order) => (call.client === client ? [order] : []));
    return this.arrivals.filter(({ order }) => orders.includes(order));
  }
}

describe('a client with a share', () => {
  it('uses its share of each quota at most, and the others use the rest', async () => {
    const account = new SharedAccount([SET, GROUP]);
    const callers = [
      { client: 'capped', share: 0.25, draws: set(1), atOnce: 150 },
      { client: 'capped', share: 0.25, draws: GROUP_WRITE, atOnce: 50 },
      { client: 'other', draws: set(1), atOnce: 150 },
    ];
    await saturate(account, callers, 20_000, () => 20);
    const capped = account.arrivalsOf('capped');
    expect(worstWindow(capped, SET)).toBe(25);
    expect(worstWindow(capped, GROUP)).toBe(5);
    expect(utilisation(account, SET, 20)).toBeGreaterThan(0.98);
  });

  it('never exceeds its share in any window, however its calls end', async () => {
    const fates = fc.oneof(
      fc.record({ kind: fc.constant('answered'), outMs: fc.nat(200), backMs: fc.nat(200) }),
      fc.record({ kind: fc.constant('lost'), outMs: fc.nat(400), afterMs: fc.constant(400) }),
      fc.record({ kind: fc.constant('unsent'), afterMs: fc.nat(50) }),
    ) as fc.Arbitrary<Call['fate']>;
    const calls = fc.array(
      fc.record({
        atMs: fc.nat(4_000),
        client: fc.constantFrom('capped', 'other'),
        draws: fc.constantFrom(set(1), set(3), GROUP_WRITE),
        maxWaitMs: fc.constantFrom(500, 60_000),
        disconnectAfterMs: fc.option(fc.nat(3_000), { nil: undefined, freq: 6 }),
        holdMs: fc.option(fc.nat(500), { nil: undefined, freq: 6 }),
        fate: fates,
      }),
      { minLength: 60, maxLength: 160, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (planned) => {
        const account = new SharedAccount([SET, GROUP]);
        for (const call of planned)
          account.plan(call.client === 'capped' ? { ...call, share: 0.3 } : call);
        await account.clock.runTo(100_000);
        assertNeverOver(account.arrivals, [SET, GROUP]);
        const own = [
          { ...SET, limit: 30 },
          { ...GROUP, limit: 6 },
        ];
        assertNeverOver(account.arrivalsOf('capped'), own);
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold up another client, however many calls of it wait', async () => {
    const account = new SharedAccount([SET]);
    const wait = { maxWaitMs: 60_000, draws: set(1), fate: QUICK };
    for (let call = 0; call < 500; call += 1)
      account.plan({ ...wait, atMs: 0, client: 'capped', share: 0.5 });
    const other = { ...wait, atMs: 100, client: 'other', maxWaitMs: 0 };
    account.plan(other);
    await account.clock.runTo(200);
    expect(account.outcomes.find(({ call }) => call === other)?.grantedAtMs).toBe(100);
    expect(account.limiter.report()[0]).toMatchObject({ free: 49, waiting: 450 });
  });

  it('is refused at once with the time at which its share has tokens again', async () => {
    const account = new SharedAccount([SET]);
    const call = { client: 'capped', share: 0.1, draws: set(10), fate: QUICK };
    account.plan({ ...call, atMs: 0, maxWaitMs: 0 });
    account.plan({ ...call, atMs: 100, maxWaitMs: 500 });
    account.plan({ ...call, atMs: 100, maxWaitMs: 910 });
    await account.clock.runTo(5_000);
    expect(account.outcomes.map(({ endedAtMs }) => endedAtMs)).toEqual([0, 100, 1_010]);
    expect(account.outcomes[1]?.error).toMatchObject({
      code: 'quota-exhausted',
      message: 'The client has used its share, 0.1 of the quota set, for the next 910 ms.',
      details: { retryAfterMs: 910, violatedQuotas: ['set'] },
    });
    expect(account.refused).toEqual(['capped share']);
  });

  it('gives its tokens back when the vendor account refuses the call', async () => {
    const account = new SharedAccount([SET]);
    account.plan({ atMs: 0, client: 'other', draws: set(60), maxWaitMs: 0, fate: QUICK });
    const call = { client: 'capped', share: 0.5, maxWaitMs: 0, fate: QUICK };
    account.plan({ ...call, atMs: 10, draws: set(50) });
    account.plan({ ...call, atMs: 20, draws: set(40) });
    await account.clock.runTo(20);
    expect(account.outcomes.map(({ grantedAtMs }) => grantedAtMs)).toEqual([0, undefined, 20]);
    expect(account.refused).toEqual(['capped forecast']);
  });

  it('keeps its tokens in flight while its call waits for the vendor account', async () => {
    const slow = { name: 'set', limit: 10, windowMs: 5_000 };
    const account = new SharedAccount([slow]);
    account.plan({ atMs: 0, client: 'other', draws: set(10), maxWaitMs: 0, fate: QUICK });
    const call = { client: 'capped', share: 0.5, draws: set(5), maxWaitMs: 60_000, fate: QUICK };
    account.plan({ ...call, atMs: 10 });
    account.plan({ ...call, atMs: 5_500 });
    await account.clock.runTo(20_000);
    expect(account.outcomes.map(({ grantedAtMs }) => grantedAtMs)).toEqual([0, 5_010, 10_020]);
  });

  it('gets the tokens of a lost call back when those of the vendor account are free', async () => {
    const account = new SharedAccount([SET]);
    const call = { client: 'capped', share: 0.1, draws: set(10), maxWaitMs: 60_000 };
    const lost = { kind: 'lost', outMs: 5, afterMs: CLIENT_TIMEOUT_MS } as const;
    account.plan({ ...call, atMs: 0, fate: lost });
    account.plan({ ...call, atMs: 10, fate: QUICK });
    await account.clock.runTo(20_000);
    const freeAtMs = CLIENT_TIMEOUT_MS + MARGIN_MS + SET.windowMs;
    expect(account.outcomes.map(({ grantedAtMs }) => grantedAtMs)).toEqual([0, freeAtMs]);
  });

  it('makes a call that needs more than its share when all of the share is free', async () => {
    const account = new SharedAccount([SET]);
    const call = { client: 'capped', share: 0.1, draws: set(20), maxWaitMs: 60_000, fate: QUICK };
    account.plan({ ...call, atMs: 0 });
    account.plan({ ...call, atMs: 0 });
    await account.clock.runTo(5_000);
    expect(account.outcomes.map(({ grantedAtMs }) => grantedAtMs)).toEqual([0, 1_010]);
  });

  it('has at least one token, and gets a changed share and limit with the next call', async () => {
    const account = new SharedAccount([SET]);
    const call = { client: 'capped', draws: set(1), maxWaitMs: 60_000, fate: QUICK };
    for (const share of [0.001, 0.001, 0.29]) account.plan({ ...call, atMs: 0, share });
    await account.clock.runTo(3_000);
    expect(account.outcomes.map(({ grantedAtMs }) => grantedAtMs)).toEqual([0, 0, 0]);
    account.limiter.reconfigure({
      quotas: [{ ...SET, limit: 10 }],
      clientTimeoutMs: CLIENT_TIMEOUT_MS,
      maxWaiting: 10_000,
    });
    for (let count = 0; count < 4; count += 1) account.plan({ ...call, atMs: 3_000, share: 0.29 });
    await account.clock.runTo(10_000);
    expect(account.outcomes.slice(3).map(({ grantedAtMs }) => grantedAtMs)).toEqual([
      3_000, 3_000, 4_010, 4_010,
    ]);
  });

  it('is refused when the gateway drains or closes', async () => {
    const account = new SharedAccount([GROUP]);
    const call = { client: 'capped', share: 0.05, maxWaitMs: 60_000, fate: QUICK };
    const draws = [{ quota: 'group', tokens: 1 }];
    for (const atMs of [0, 0, 200]) account.plan({ ...call, atMs, draws });
    account.clock.schedule(100, () => {
      account.limiter.drain();
    });
    await account.clock.runTo(300);
    account.limiter.close();
    expect(account.outcomes.map(({ error }) => error)).toEqual([
      undefined,
      expect.objectContaining({ code: 'shutting-down' }),
      expect.objectContaining({ code: 'shutting-down' }),
    ]);
  });
});
