import fc from 'fast-check';
import { formatIsoTime } from './iso-time';

it('formats every time as Date does', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true })), (dates) => {
      expect(dates.map((date) => formatIsoTime(date.getTime()))).toEqual(
        dates.map((date) => date.toISOString()),
      );
    }),
  );
});

it('throws outside the range of Date, each time', () => {
  const beyond = 8.64e15 + 1;
  expect(() => formatIsoTime(beyond)).toThrow(RangeError);
  expect(() => formatIsoTime(beyond)).toThrow(RangeError);
});
