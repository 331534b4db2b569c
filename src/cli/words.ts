/** Characters that would move the cursor, or hide what is there, are shown by their numbers. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

export const count = (number: number): string => number.toLocaleString('en-US');

/** 250 → `250 ms`, 2500 → `2.5 s`, 90000 → `90 s`. */
export const duration = (milliseconds: number): string =>
  milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`;

const graphemes = new Intl.Segmenter();
const lengthOf = (text: string): number => Array.from(graphemes.segment(text)).length;

const NUMBER = /^[\d,.]+( ?(ms|s|%))?$/;

/** Rows under a heading, in columns. @param numbers columns of numbers stand to the right */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  numbers = false,
): string {
  const cells = rows.map((row) => row.map(visible));
  const columns = heading.map((title, index) => {
    const column = cells.map((row) => row[index] ?? '');
    const width = Math.max(title.length, ...column.map((cell) => lengthOf(cell)));
    const isNumeric = numbers && column.length > 0 && column.every((cell) => NUMBER.test(cell));
    return { width, isNumeric };
  });
  const line = (row: readonly string[]): string =>
    columns
      .map(({ width, isNumeric }, index) => padded(row[index] ?? '', width, isNumeric))
      .join('  ')
      .trimEnd();
  return [line(heading.map((title) => title.toUpperCase())), ...cells.map(line)].join('\n');
}

function padded(cell: string, width: number, isNumeric: boolean): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(cell)));
  return isNumeric ? space + cell : cell + space;
}
