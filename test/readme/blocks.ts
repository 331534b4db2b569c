/** A command of the README. */
export interface Command {
  /** As it is written, continued lines and all. */
  readonly text: string;
  /** The JSON block right after it. */
  readonly answer?: unknown;
}

interface Fence {
  readonly language: string;
  readonly text: string;
  /** Where it begins and ends in the document. */
  readonly from: number;
  readonly to: number;
}

/** Every command of the `sh` blocks, in their order; the last one of a block has the answer. */
export function commandsOf(markdown: string): Command[] {
  const fences = fencesOf(markdown);
  return fences.flatMap((fence, index) => {
    if (fence.language !== 'sh') return [];
    const next = fences[index + 1];
    const isAnswered =
      next?.language === 'json' && markdown.slice(fence.to, next.from).trim() === '';
    const texts = fence.text.replaceAll('\\\n', '\u0000').split('\n').filter(isCommand);
    return texts.map((text, place) => ({
      text: text.replaceAll('\u0000', '\\\n'),
      ...(isAnswered && place === texts.length - 1 && { answer: JSON.parse(next.text) as unknown }),
    }));
  });
}

/** What stands in backquotes within the prose and is to be typed: `npm …`, `NAME=… npm …`, `curl …`. */
export const commandsInProse = (markdown: string): string[] => [
  ...new Set(
    [
      ...withoutFences(markdown).matchAll(
        /`((?:\w+=\S+ )*(?:npm|npx|node|curl|helm|docker|printf) [^`]+)`/g,
      ),
    ].map(([, command = '']) => command),
  ),
];

/** The blocks of a language, in their order. */
export const blocksOf = (markdown: string, language: string): string[] =>
  fencesOf(markdown)
    .filter((fence) => fence.language === language)
    .map(({ text }) => text);

/** The files that are linked to, without those elsewhere. */
export const linkedFiles = (markdown: string): string[] =>
  [...withoutFences(markdown).matchAll(/\]\(([^)#]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

const isCommand = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');

const withoutFences = (markdown: string): string =>
  fencesOf(markdown).reduceRight(
    (text, { from, to }) => text.slice(0, from) + text.slice(to),
    markdown,
  );

const fencesOf = (markdown: string): Fence[] =>
  [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] ?? '',
    text: (match[2] ?? '').trimEnd(),
    from: match.index,
    to: match.index + match[0].length,
  }));
