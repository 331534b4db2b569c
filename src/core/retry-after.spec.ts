import { retryAfterMsIn } from './retry-after';

const DATE = 'Thu, 01 Jan 2026 00:00:30 GMT';
const read = (text: string, date?: string) =>
  retryAfterMsIn({ headers: { 'retry-after': text, ...(date !== undefined && { date }) } });

it.each([
  ['7', undefined, 7_000],
  [' 1 ', undefined, 1_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', DATE, 30_000],
])('reads %j', (text, date, ms) => {
  expect(read(text, date)).toBe(ms);
});

it.each([
  ['no time', 'soon', DATE],
  ['zero', '0', DATE],
  ['a fraction', '1.5', DATE],
  ['a sign', '-1', DATE],
  ['too many digits', '1234567', DATE],
  ['a date that is over', DATE, DATE],
  ['a date of another form', '2026-01-01T00:01:00Z', DATE],
  ['a date without Date', 'Thu, 01 Jan 2026 00:01:00 GMT', undefined],
  ['a date with a Date that is none', 'Thu, 01 Jan 2026 00:01:00 GMT', 'now'],
])('finds no wait in %s', (_, text, date) => {
  expect(read(text, date)).toBeUndefined();
});

it('finds no wait without the header', () => {
  expect(retryAfterMsIn({ headers: {} })).toBeUndefined();
});
