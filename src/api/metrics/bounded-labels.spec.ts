import { BoundedLabels } from './bounded-labels';

it('labels codes beyond the maximum of a connection as "other"', () => {
  const labels = new BoundedLabels(2);
  const label = (code: number) => labels.label('one', code);
  expect([1008, 1009, 1008, 7].map(label)).toEqual(['1008', '1009', '1008', 'other']);
  expect(labels.label('two', 7)).toBe('7');
});
