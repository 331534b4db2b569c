import { readEntries } from './replies';

const timeOf = (updatedAt: unknown) =>
  readEntries({ result: { metadata: [{ key: 'k', value: 'v', updatedAt }] } })[0]?.updatedAt;

it('reads a time, and passes over what cannot be one', () => {
  expect(timeOf(1_742_428_800_000)).toBe(1_742_428_800_000);
  expect(timeOf(8.64e15)).toBe(8.64e15);
  for (const noTime of [8.64e15 + 1, 0, -1, 1.5, 'soon', undefined])
    expect(timeOf(noTime)).toBeUndefined();
});
