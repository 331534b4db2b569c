import { TIMEOUTS } from './gateway-settings';
import type { VendorArrival } from './processes/vendor';
import { countsOf } from './vendor-count';

const QUOTA = { name: 'calls', limit: 10, windowMs: 1_000 };
const ACCOUNT = { name: 'one', quotas: [QUOTA], filled: ['calls'] };

const calls = (count: number, atMs: number, travelMs = 20): VendorArrival[] =>
  Array.from({ length: count }, () => ({
    account: 'one',
    atMs,
    heldMs: 20,
    travelMs,
    draws: [{ quota: 'calls', tokens: 1 }],
  }));

const count = (arrivals: readonly VendorArrival[], steadyFromMs?: number) =>
  countsOf(ACCOUNT, arrivals, steadyFromMs)[0];

it('leaves late calls out of the worst window', () => {
  const late = calls(1, 500, TIMEOUTS.totalMs + 1);
  expect(count([...calls(10, 0), ...late])).toMatchObject({ worst: 10, calls: 10, lateCalls: 1 });
});

it('detects an exceeded quota in spite of late calls, also in the same window', () => {
  const late = calls(1, 0, TIMEOUTS.totalMs + 1);
  expect(count([...calls(11, 0), ...late])).toMatchObject({ worst: 11, lateCalls: 1 });
  expect(count([...late, ...calls(11, 5_000)])).toMatchObject({ worst: 11, lateCalls: 1 });
});

it('counts a call as late only beyond the client timeout', () => {
  expect(count(calls(1, 0, TIMEOUTS.totalMs))).toMatchObject({ calls: 1, lateCalls: 0 });
});

it('leaves out the calls of other accounts', () => {
  const others = calls(11, 0).map((call) => ({ ...call, account: 'two' }));
  expect(count(others)).toMatchObject({ calls: 0, worst: 0 });
});

it('reports a use of 0 without a whole turn of the tokens, and none if it is not measured', () => {
  expect(count(calls(10, 0))?.used).toBeUndefined();
  expect(count(calls(10, 100), 0)?.used).toBe(0);
  expect(count([...calls(10, 100), ...calls(10, 1_120)], 0)?.used).toBeCloseTo(1);
});
