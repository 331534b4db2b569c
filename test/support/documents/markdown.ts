/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  /** Without the fence and its indentation. */
  readonly text: string;
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
}

/** A link of a document, without those to other sites. */
export interface Link {
  /** Relative to the document; empty for a link within it. */
  readonly file: string;
  readonly anchor: string;
}

const FENCE = /^( *)```([\w-]*)\n(.*?)^\1```$/gms;

/** The fenced blocks in their order. */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(FENCE)].map((match) => {
    const [whole, indentation = '', language = '', text = ''] = match;
    return {
      language,
      text: text.replaceAll(new RegExp(`^${indentation}`, 'gm'), '').trimEnd(),
      start: match.index,
      end: match.index + whole.length,
    };
  });

/** The document without its fenced blocks. */
export const proseOf = (markdown: string): string => markdown.replaceAll(FENCE, '');

export const linksOf = (markdown: string): Link[] =>
  [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return { file, anchor };
    });

/** The titles of the headings of a level, in their order. */
export const headingsOf = (markdown: string, level: number): string[] =>
  [...proseOf(markdown).matchAll(/^(#+) (.*)$/gm)]
    .filter(([, marks = '']) => marks.length === level)
    .map(([, , title = '']) => title);

/** The anchors that GitHub gives the headings. */
export const anchorsOf = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The part from a heading to the next one of the same or a higher level. */
export function sectionOf(markdown: string, title: string): string {
  const lines = markdown.split('\n');
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
  if (from === -1) throw new RangeError(`There is no section "${title}".`);
  const level = /^#+/.exec(lines[from] ?? '')?.[0].length ?? 0;
  const length = lines
    .slice(from + 1)
    .findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(from, length === -1 ? undefined : from + 1 + length).join('\n');
}

/** The cells of every row of every table, without headers. */
export const rowsOf = (markdown: string): string[][] =>
  [...proseOf(markdown).matchAll(/^\|.*\|\n\|[ :|-]+\|\n((?:\|.*\|\n?)+)/gm)].flatMap(
    ([, rows = '']) => rows.trimEnd().split('\n').map(cellsOf),
  );

const cellsOf = (row: string): string[] =>
  row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** The texts in backquotes, those of fenced blocks excepted. */
export const codesOf = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
