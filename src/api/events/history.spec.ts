import { History } from './history';

const sample = (atMs: number) => ({ atMs, connections: new Map<string, never>() });
const times = (samples: Iterable<{ atMs: number }>) => [...samples].map(({ atMs }) => atMs);

/** A history of `size` samples after `count` were added at the times 1, 2, 3 … */
function filled(size: number, count: number): History {
  const history = new History(size);
  for (let atMs = 1; atMs <= count; atMs += 1) history.add(sample(atMs));
  return history;
}

it('keeps the latest samples up to its size', () => {
  expect(times(filled(3, 2).recorded(0))).toEqual([1, 2]);
  expect(times(filled(3, 3).recorded(0))).toEqual([1, 2, 3]);
  expect(times(filled(3, 8).recorded(0))).toEqual([6, 7, 8]);
});

it('starts after the given time, or at the oldest sample if that time is no longer kept', () => {
  expect(times(filled(3, 8).recorded(8))).toEqual([]);
  expect(times(filled(3, 8).recorded(7))).toEqual([8]);
  expect(times(filled(3, 8).recorded(2))).toEqual([6, 7, 8]);
  expect(times(filled(3, 8).recorded(NaN))).toEqual([6, 7, 8]);
});

it('leaves out samples that are added while the recorded ones are read', () => {
  const history = filled(3, 2);
  const reading = history.recorded(0);
  expect(reading.next().value).toMatchObject({ atMs: 1 });
  history.add(sample(3));
  expect(times(reading)).toEqual([2]);
});

it('follows new samples, skips overwritten ones for a slow reader and ends on abort', async () => {
  const history = filled(3, 1);
  const controller = new AbortController();
  const samples = history.follow(0, controller.signal);
  const next = async () => ((await samples.next()).value as { atMs: number } | undefined)?.atMs;
  expect(await next()).toBe(1);
  const second = next();
  history.add(sample(2));
  expect(await second).toBe(2);
  for (let atMs = 3; atMs <= 9; atMs += 1) history.add(sample(atMs));
  expect([await next(), await next(), await next()]).toEqual([7, 8, 9]);
  const end = next();
  controller.abort();
  expect(await end).toBeUndefined();
});
