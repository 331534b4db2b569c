import { collectLines, countLines } from './collect-lines';

let written: string[];
let writeLine: (line: string) => void;
beforeEach(() => {
  jest.useFakeTimers();
  written = [];
  writeLine = collectLines((lines) => written.push(lines.toString()));
});
afterEach(() => jest.useRealTimers());

it('writes the lines of 10 ms together, in their order', () => {
  writeLine('a\n');
  jest.advanceTimersByTime(9);
  writeLine('é\n');
  expect(written).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(written).toEqual(['a\né\n']);
  writeLine('b\n');
  jest.advanceTimersByTime(10);
  expect(written).toEqual(['a\né\n', 'b\n']);
  expect(jest.getTimerCount()).toBe(0);
});

it('does not let many lines wait', () => {
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 17; count += 1) writeLine(line);
  expect(written).toEqual([line.repeat(17)]);
  expect(jest.getTimerCount()).toBe(0);
});

it('counts lines', () => {
  expect(countLines(Buffer.from('a\nb\n'))).toBe(2);
});
