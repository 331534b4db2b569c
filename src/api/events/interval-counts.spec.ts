import { IntervalCounts } from './interval-counts';

const call = (outcome: string, durationMs: number, code?: number) => ({
  ...{ connection: 'one', provider: 'vendor', route: 'GET /x', status: 200, waitedMs: 0 },
  ...{ outcome, durationMs, ...(code !== undefined && { code }) },
});

it('counts from sample to sample', () => {
  const tally = new IntervalCounts();
  for (let ms = 1; ms <= 100; ms += 1) tally.vendorCall(call('ok', ms));
  tally.vendorCall(call('upstream-throttled', 5, 1008));
  tally.vendorCall(call('upstream-throttled', 5, 1008));
  tally.merge('message.set');
  tally.wait(20);
  tally.refuse('forecast');
  const { calls, waits, ...rest } = tally.take();
  expect(calls?.count).toBe(102);
  expect(calls?.p50).toBeCloseTo(50, -1);
  expect(calls?.max).toBeCloseTo(100, -1);
  expect(waits).toMatchObject({ count: 1 });
  expect(rest).toEqual({
    failed: [{ outcome: 'upstream-throttled', status: 200, code: 1008, count: 2 }],
    merged: { 'message.set': 1 },
    refused: { forecast: 1 },
    fleet: { mode: 'one', replicas: 1 },
  });
  expect(tally.take()).toEqual({ fleet: { mode: 'one', replicas: 1 } });
});

it('knows the fleet, and whether it is cut off', () => {
  const tally = new IntervalCounts();
  tally.fleet({ replicas: 3 });
  expect(tally.take().fleet).toEqual({ mode: 'shared', replicas: 3 });
  tally.fleet({ mode: 'fallback' });
  expect(tally.take().fleet).toEqual({ mode: 'fallback', replicas: 3 });
});

it('tells no more kinds of errors apart than fit', () => {
  const tally = new IntervalCounts();
  for (let code = 0; code < 1_000; code += 1) tally.vendorCall(call('internal', 1, code));
  expect(tally.take().failed).toHaveLength(20);
});
