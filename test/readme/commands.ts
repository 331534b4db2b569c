import { blocksOf, proseOf, type Block } from '../support/documents/markdown';

/** A command of a document. */
export interface Command {
  /** As it is written, with its line continuations. */
  readonly text: string;
  /** The JSON or NDJSON block that directly follows. */
  readonly output?: Output;
}

/** The values that a command prints: one, or one on each line in any order. */
export type Output = { readonly value: unknown } | { readonly lines: readonly unknown[] };

/** A shell block that the document excepts from the test. */
export interface Exception {
  readonly reason: string;
  readonly text: string;
}

const NOT_RUN = /^# Not run by the tests: (.+)\n/;

/** Every command of the `sh` blocks that are run, in their order; output belongs to a block's last command. */
export function commandsOf(markdown: string): Command[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap((block, index) => {
    if (block.language !== 'sh' || NOT_RUN.test(block.text)) return [];
    const texts = splitCommands(block.text);
    const output = outputOf(markdown, block, blocks[index + 1]);
    return texts.map((text, place) => ({
      text,
      ...(output !== undefined && place === texts.length - 1 && { output }),
    }));
  });
}

/** The `sh` blocks whose first line says why they are not run. */
export const exceptionsOf = (markdown: string): Exception[] =>
  blocksOf(markdown).flatMap(({ language, text }) => {
    const [line = '', reason] = NOT_RUN.exec(text) ?? [];
    if (language !== 'sh' || reason === undefined) return [];
    return [{ reason, text: text.slice(line.length) }];
  });

/** The commands in backquotes within the prose: `npm …`, `NAME=… npm …`, `curl …`. */
export const commandsInProse = (markdown: string): string[] => [
  ...new Set(
    [
      ...proseOf(markdown).matchAll(
        /`((?:\w+=\S+ )*(?:npm|npx|node|curl|helm|docker|printf) [^`]+)`/g,
      ),
    ].map(([, command = '']) => command),
  ),
];

/** A command ends with its line, unless that ends in a backslash or within single quotes. */
function splitCommands(text: string): string[] {
  const commands: string[] = [];
  let begun = '';
  for (const line of text.split('\n')) {
    if (begun === '' && (line.trim() === '' || line.startsWith('#'))) continue;
    begun += begun === '' ? line : `\n${line}`;
    const isOpen = line.endsWith('\\') || begun.split("'").length % 2 === 0;
    if (isOpen) continue;
    commands.push(begun);
    begun = '';
  }
  if (begun !== '') throw new SyntaxError(`The command has no end: ${begun}`);
  return commands;
}

function outputOf(markdown: string, command: Block, next: Block | undefined): Output | undefined {
  if (next === undefined || markdown.slice(command.end, next.start).trim() !== '') return undefined;
  if (next.language === 'json') return { value: JSON.parse(next.text) };
  if (next.language === 'ndjson') return { lines: linesOf(next.text) };
  return undefined;
}

/** The values of newline-delimited JSON. */
export const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
