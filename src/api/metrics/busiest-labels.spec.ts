import { BusiestLabels } from './busiest-labels';

it('labels the busiest names, and all others as "other"', () => {
  const removed: string[] = [];
  const labels = new BusiestLabels(2, (name) => removed.push(name));
  expect([labels.label('a', 10), labels.label('b', 3), labels.label('c', 5)]).toEqual([
    'a',
    'b',
    'other',
  ]);
  expect(labels.label('c', 1)).toBe('c');
  expect(removed).toEqual(['b']);
  expect([labels.label('a', 1), labels.label('b', 1)]).toEqual(['a', 'other']);
});

it('keeps the labels of busy names, however many others come', () => {
  const labels = new BusiestLabels(2, () => undefined);
  for (let name = 0; name < 1_000; name += 1) {
    expect([labels.label('a', 5), labels.label('b', 5)]).toEqual(['a', 'b']);
    expect(labels.label(`name-${name}`, 1)).toBe('other');
  }
});
