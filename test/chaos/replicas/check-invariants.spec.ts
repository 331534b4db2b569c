import {
  checkCounter,
  checkFallback,
  checkHistories,
  checkQuotas,
  checkReleased,
} from './check-invariants';
import type { CallRecord } from './linearizability';

describe('checkQuotas', () => {
  const quotas = { writes: { limit: 2, windowMs: 1_000 } };
  const check = (times: readonly number[], dropped = 0) =>
    checkQuotas('vendor', quotas, {
      arrivals: times.map((atMs) => ({ atMs, quotas: { writes: 1 } })),
      dropped,
    });

  it('accepts the limit in every window', () => {
    expect(check([0, 999, 1_000, 2_000])).toEqual([]);
  });

  it('reports a window with more than the limit', () => {
    expect(check([0, 500, 999])).toEqual(['writes: 3 of 2 in one window']);
  });

  it('reports missing evidence', () => {
    expect(check([])).toEqual([expect.stringContaining('received no calls')]);
    expect(check([0], 5)).toEqual([expect.stringContaining('dropped 5 arrivals')]);
  });
});

describe('checkCounter', () => {
  const counter = { key: 'c', acknowledged: 10, unknown: 2 };

  it.each([10, 11, 12])('accepts %i after 10 acknowledged and 2 unknown increases', (value) => {
    expect(checkCounter(counter, value)).toEqual([]);
  });

  it.each([9, 13])('reports %i: a lost or a repeated increase', (value) => {
    expect(checkCounter(counter, value)).toHaveLength(1);
  });

  it('reports that no increase was acknowledged', () => {
    expect(checkCounter({ key: 'c', acknowledged: 0, unknown: 50 }, 20)).toEqual([
      'no increase of c was acknowledged',
    ]);
  });
});

describe('checkHistories', () => {
  const write: CallRecord = { kind: 'set', values: ['a'], startMs: 0, endMs: 1 };
  const read: CallRecord = { kind: 'get', values: [], shown: ['a'], startMs: 2, endMs: 3 };
  const staleRead: CallRecord = { ...read, shown: [] };
  const check = (...history: CallRecord[]) => checkHistories(new Map([['k', history]]));

  it('accepts a linearizable history', () => {
    expect(check(write, read)).toEqual([]);
  });

  it('reports a stale read', () => {
    expect(check(write, staleRead)).toEqual([expect.stringContaining('not linearizable')]);
  });

  it.each([
    ['no calls', []],
    ['only writes', [write]],
    ['only reads', [read]],
    ['only unknown writes', [{ ...write, endMs: Infinity }, read]],
  ])('reports a history with %s', (_, history) => {
    expect(check(...history)).toEqual([expect.stringContaining('too few')]);
  });

  it('reports that there are no keys', () => {
    expect(checkHistories(new Map())).toHaveLength(1);
  });
});

describe('checkFallback', () => {
  const declared = '# TYPE gateway_limiter_fallback gauge\n';
  const metric = (value: number) =>
    `${declared}gateway_limiter_fallback{connection="one"} ${value}\n`;

  it('accepts replicas that never were in fallback', () => {
    expect(checkFallback([declared, declared])).toEqual([]);
  });

  it('accepts replicas that share their quotas', () => {
    expect(checkFallback([metric(0), metric(0)])).toEqual([]);
  });

  it('reports a replica in fallback', () => {
    expect(checkFallback([metric(0), metric(1)])).toEqual(['replica 1 is still in fallback']);
  });

  it('reports that the metric is missing', () => {
    expect(checkFallback(['', ''])).toHaveLength(1);
  });
});

describe('checkReleased', () => {
  const idle = { name: 'q', windowMs: 1_000, inFlight: 0, resting: 0, waiting: 0 };

  it('accepts idle quotas, and resting tokens of a long window', () => {
    expect(checkReleased('v', [idle, { ...idle, windowMs: 60_000, resting: 3 }])).toEqual([]);
  });

  it.each([{ inFlight: 1 }, { resting: 1 }, { waiting: 1 }])('reports %j', (held) => {
    expect(checkReleased('v', [{ ...idle, ...held }])).toHaveLength(1);
  });

  it('reports that no quota was checked', () => {
    expect(checkReleased('v', [])).toHaveLength(1);
  });
});
