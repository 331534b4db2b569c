import fc from 'fast-check';
import { isoTime } from './iso-time';

it('tells every time as Date does', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true })), (dates) => {
      expect(dates.map((date) => isoTime(date.getTime()))).toEqual(
        dates.map((date) => date.toISOString()),
      );
    }),
  );
});

it('has no word for what is no Date', () => {
  const beyond = 8.64e15 + 1;
  expect(() => isoTime(beyond)).toThrow(RangeError);
  expect(() => isoTime(beyond)).toThrow(RangeError);
});
