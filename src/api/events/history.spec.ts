import { History } from './history';

const moment = (atMs: number) => ({ atMs, connections: new Map<string, never>() });
const times = (moments: Iterable<{ atMs: number }>) => [...moments].map(({ atMs }) => atMs);

function filled(size: number, count: number): History {
  const history = new History(size);
  for (let atMs = 1; atMs <= count; atMs += 1) history.add(moment(atMs));
  return history;
}

it('keeps the last moments and no more', () => {
  expect(times(filled(3, 2).until(0))).toEqual([1, 2]);
  expect(times(filled(3, 8).until(0))).toEqual([6, 7, 8]);
});

it('begins after what a reader has seen, and from the start where that is gone', () => {
  expect(times(filled(3, 8).until(7))).toEqual([8]);
  expect(times(filled(3, 8).until(2))).toEqual([6, 7, 8]);
  expect(times(filled(3, 8).until(NaN))).toEqual([6, 7, 8]);
});

it('waits for what comes, lets a slow reader miss what is gone, and ends when it is told', async () => {
  const history = filled(3, 1);
  const reading = new AbortController();
  const moments = history.from(0, reading.signal);
  const next = async () => ((await moments.next()).value as { atMs: number } | undefined)?.atMs;
  expect(await next()).toBe(1);
  const second = next();
  history.add(moment(2));
  expect(await second).toBe(2);
  for (let atMs = 3; atMs <= 9; atMs += 1) history.add(moment(atMs));
  expect([await next(), await next(), await next()]).toEqual([7, 8, 9]);
  const end = next();
  reading.abort();
  expect(await end).toBeUndefined();
});
