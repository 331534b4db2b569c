import { systemClock } from './clock';

it('wakes at the requested time or later, never earlier', async () => {
  const times = Array.from({ length: 40 }, (_, index) => systemClock.now() + index * 0.7);
  const earlyByMs = await Promise.all(
    times.map(
      (atMs) =>
        new Promise<number>((resolve) => {
          systemClock.schedule(atMs, () => {
            resolve(Math.max(0, atMs - systemClock.now()));
          });
        }),
    ),
  );
  expect(Math.max(...earlyByMs)).toBe(0);
});

it('does not wake after it was cancelled, nor at once for a time months away', async () => {
  const woken: string[] = [];
  const soon = systemClock.schedule(systemClock.now() + 5, () => woken.push('soon'));
  const months = systemClock.schedule(systemClock.now() + 2 ** 33, () => woken.push('months'));
  soon();
  await new Promise((resolve) => setTimeout(resolve, 20));
  months();
  expect(woken).toEqual([]);
});
