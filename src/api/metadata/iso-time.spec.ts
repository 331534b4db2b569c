import fc from 'fast-check';
import { formatIsoTime } from './iso-time';

it('tells every time as Date does', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true })), (dates) => {
      expect(dates.map((date) => formatIsoTime(date.getTime()))).toEqual(
        dates.map((date) => date.toISOString()),
      );
    }),
  );
});

it('has no word for what is no Date', () => {
  const beyond = 8.64e15 + 1;
  expect(() => formatIsoTime(beyond)).toThrow(RangeError);
  expect(() => formatIsoTime(beyond)).toThrow(RangeError);
});
