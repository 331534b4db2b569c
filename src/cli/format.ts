/** Shows characters that would move the cursor or hide others by their code points. */
export const escapeControls = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** 1234 → `1,234`. */
export const formatCount = (number: number): string => number.toLocaleString('en-US');

/** 250 → `250 ms`, 2500 → `2.5 s`, 90000 → `90 s`. */
export const formatDuration = (milliseconds: number): string =>
  milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`;

const graphemes = new Intl.Segmenter();
const widthOf = (text: string): number => Array.from(graphemes.segment(text)).length;

const NUMBER = /^[\d,.]+( ?(ms|s|%))?$/;

/**
 * Formats rows under a heading in aligned columns; control characters are escaped.
 * @param alignNumbers whether columns of numbers are aligned to the right
 */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  alignNumbers = false,
): string {
  const cells = rows.map((row) => row.map(escapeControls));
  const columns = heading.map((title, index) => {
    const column = cells.map((row) => row[index] ?? '');
    const width = Math.max(title.length, ...column.map((cell) => widthOf(cell)));
    const isNumeric =
      alignNumbers && column.length > 0 && column.every((cell) => NUMBER.test(cell));
    return { width, isNumeric };
  });
  const formatLine = (row: readonly string[]): string =>
    columns
      .map(({ width, isNumeric }, index) => pad(row[index] ?? '', width, isNumeric))
      .join('  ')
      .trimEnd();
  return [formatLine(heading.map((title) => title.toUpperCase())), ...cells.map(formatLine)].join(
    '\n',
  );
}

function pad(cell: string, width: number, atStart: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return atStart ? space + cell : cell + space;
}
