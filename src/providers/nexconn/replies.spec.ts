import { readEntries } from './replies';

const timeOf = (updatedAt: unknown) =>
  readEntries({ result: { metadata: [{ key: 'k', value: 'v', updatedAt }] } })[0]?.updatedAt;

it('reads the update time, and ignores a value that is no date', () => {
  expect(timeOf(1_742_428_800_000)).toBe(1_742_428_800_000);
  expect(timeOf(8.64e15)).toBe(8.64e15);
  for (const invalid of [8.64e15 + 1, 0, -1, 1.5, 'soon', undefined])
    expect(timeOf(invalid)).toBeUndefined();
});
