import { mapInTurns } from './map-in-turns';

it('maps at most 200 items in a turn of the event loop, in their order', async () => {
  const items = Array.from({ length: 500 }, (_, index) => index);
  let seen = 0;
  const seenByTurn: number[] = [];
  const count = (): void => {
    seenByTurn.push(seen);
    if (seen < items.length) setImmediate(count);
  };
  setImmediate(count);
  const mapped = await mapInTurns(items, (item) => {
    seen += 1;
    return item * 2;
  });
  expect(mapped).toEqual(items.map((item) => item * 2));
  expect(seenByTurn.slice(0, 2)).toEqual([200, 400]);
});

it('maps a short list at once', () => {
  const seen: string[] = [];
  void mapInTurns(['a', 'b'], (item) => seen.push(item));
  expect(seen).toEqual(['a', 'b']);
});
