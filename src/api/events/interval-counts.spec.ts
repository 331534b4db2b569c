import { IntervalCounts } from './interval-counts';

const call = (outcome: string, durationMs: number, code?: number) => ({
  connection: 'one',
  provider: 'vendor',
  route: 'GET /x',
  status: 200,
  waitedMs: 0,
  outcome,
  durationMs,
  ...(code !== undefined && { code }),
});

it('counts events since the previous sample', () => {
  const counts = new IntervalCounts();
  for (let ms = 1; ms <= 100; ms += 1) counts.vendorCall(call('ok', ms));
  counts.vendorCall(call('upstream-throttled', 5, 1008));
  counts.vendorCall(call('upstream-throttled', 5, 1008));
  counts.merged('message.set');
  counts.granted('orders', [{ quota: 'set', tokens: 2 }], 20);
  counts.refused('orders', 'forecast');
  const { calls, waits, ...rest } = counts.take();
  expect(calls?.count).toBe(102);
  expect(calls?.p50).toBeCloseTo(50, -1);
  expect(calls?.max).toBeCloseTo(100, -1);
  expect(waits).toMatchObject({ count: 1 });
  expect(rest).toEqual({
    failed: [{ outcome: 'upstream-throttled', status: 200, code: 1008, count: 2 }],
    merged: { 'message.set': 1 },
    refused: { forecast: 1 },
    clients: [{ client: 'orders', tokens: 2, granted: 1, waitedMs: 20, refused: 1 }],
    fleet: { mode: 'one', replicas: 1 },
  });
  expect(counts.take()).toEqual({ fleet: { mode: 'one', replicas: 1 } });
});

it('reports the fleet mode and the number of replicas', () => {
  const counts = new IntervalCounts();
  counts.updateFleet({ replicas: 3 });
  expect(counts.take().fleet).toEqual({ mode: 'shared', replicas: 3 });
  counts.updateFleet({ mode: 'fallback' });
  expect(counts.take().fleet).toEqual({ mode: 'fallback', replicas: 3 });
});

it('reports at most 20 kinds of failures', () => {
  const counts = new IntervalCounts();
  for (let code = 0; code < 1_000; code += 1) counts.vendorCall(call('internal', 1, code));
  expect(counts.take().failed).toHaveLength(20);
});
