import { parsePreferences } from './prefer';

const NONE = { strict: false, dryRun: false };

it.each<[string | undefined, object]>([
  [undefined, {}],
  ['', {}],
  ['wait=5', { waitMs: 5_000 }],
  ['Wait = "1.5" , handling=strict', { waitMs: 1_500, strict: true }],
  ['wait=0', { waitMs: 0 }],
  ['wait=-1', {}],
  ['wait=soon', {}],
  ['wait', {}],
  ['respond-async, dry-run, Handling="STRICT"', { strict: true, dryRun: true }],
  ['handling=lenient', {}],
  ['return=minimal', {}],
])('%j', (header, preferences) => {
  expect(parsePreferences(header)).toEqual({ ...NONE, ...preferences });
});

it.each([
  ['wait=0, wait=10', { waitMs: 0 }],
  ['wait=soon, wait=10', {}],
  ['handling=lenient, handling=strict', {}],
])('counts the first of several: %j', (header, preferences) => {
  expect(parsePreferences(header)).toEqual({ ...NONE, ...preferences });
});

it.each([
  ['wait=2; handling=strict', { waitMs: 2_000 }],
  ['foo; wait=0', {}],
  ['foo="a, wait=0", dry-run', { dryRun: true }],
  ['foo="\\", wait=0"', {}],
  ['foo="a, wait=0', {}],
  ['foo="\\", wait=0\\', {}],
])('reads no preference from parameters and quoted values: %j', (header, preferences) => {
  expect(parsePreferences(header)).toEqual({ ...NONE, ...preferences });
});

it.each(['2147484', '9'.repeat(400)])('takes wait=%s for the longest time of a timer', (wait) => {
  expect(parsePreferences(`wait=${wait}`).waitMs).toBe(2_147_483_000);
});
