import { parseCacheControl } from './cache-control';

const NEVER = { maxAgeMs: 0, keepsNothing: false };
const accepts = (seconds: number) => ({ maxAgeMs: seconds * 1_000, keepsNothing: false });

it.each([
  [undefined, NEVER],
  ['', NEVER],
  [', ,', NEVER],
  ['max-age=0', NEVER],
  ['no-cache', NEVER],
  ['no-cache, max-age=60', NEVER],
  ['max-age=60', accepts(60)],
  ['MAX-AGE=60', accepts(60)],
  ['max-age="60"', accepts(60)],
  [' max-age = 60 ', accepts(60)],
  ['max-age=60, max-age=5', accepts(60)],
  ['max-age=99999999999999999999', accepts(2 ** 31)],
  ['max-stale, min-fresh=x, only-if-cached, community="a, max-age=7"', NEVER],
  ['private="x", max-age=3', accepts(3)],
  ['no-store', { maxAgeMs: 0, keepsNothing: true }],
  ['max-age=9,No-Store', { maxAgeMs: 9_000, keepsNothing: true }],
])('reads %p', (header, preferences) => {
  expect(parseCacheControl(header)).toEqual(preferences);
});

it.each([
  'max-age',
  'max-age=',
  'max-age=-1',
  'max-age=1.5',
  'max-age=a',
  'max-age=1s',
  'max-age=""',
])('refuses %s', (header) => {
  expect(() => parseCacheControl(header)).toThrow(
    expect.objectContaining({
      code: 'invalid-request',
      details: {
        errors: [
          {
            pointer: 'header/Cache-Control',
            reason: 'must have whole seconds as max-age: max-age=60',
          },
        ],
      },
    }) as Error,
  );
});
