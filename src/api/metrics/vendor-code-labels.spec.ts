import { VendorCodeLabels } from './vendor-code-labels';

it('takes codes as they come, and what comes beyond the most as other', () => {
  const codes = new VendorCodeLabels(2);
  expect([1008, 1009, 1008, 7].map((code) => codes.label('one', code))).toEqual([
    ...['1008', '1009', '1008', 'other'],
  ]);
  expect(codes.label('two', 7)).toBe('7');
});
