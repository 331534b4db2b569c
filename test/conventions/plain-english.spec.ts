/** Comments, identifiers, file names and test names use plain English and the words of docs/glossary.md. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/documents/documents';

const SOURCES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'bench',
  'bin',
  'docs',
  'examples',
  'helm',
  'scripts',
  'src',
  'test',
];

const TEXT_FILE = /\.(ts|js|cjs|mjs|lua|md|ya?ml|html|css|py|tpl)$/;

/** Generated code, texts of vendors, and the lists of this file. */
const EXCLUDED: readonly RegExp[] = [
  /(^|\/)node_modules\//,
  /^src\/client\/generated\//,
  /^src\/sandbox\/(?!kit\/)[^/]+\//,
  /^test\/fixtures\//,
  /^test\/conventions\/plain-english\.spec\.ts$/,
];

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Finds a word in prose, in identifiers (`thirdParty`, `THIRD_PARTY`) and in file names (`third-party.ts`). */
function word(text: string): Rule {
  const capitalized = text.charAt(0).toUpperCase() + text.slice(1);
  const forms = [
    `(?<![A-Za-z])${text}(?![a-z])`,
    `${capitalized}(?![a-z])`,
    `(?<![A-Z])${text.toUpperCase()}(?![A-Z])`,
  ];
  return { name: `"${text}"`, pattern: new RegExp(forms.join('|')) };
}

/** Metaphors, and pronouns in the place of a caller, a client or a program. */
const WORDS: readonly Rule[] = [
  'party',
  'parties',
  'company',
  'journey',
  'boarding',
  'outlook',
  'stake',
  'patience',
  'nobody',
  'somebody',
  'whoever',
].map(word);

const PHRASES: readonly Rule[] = [
  { name: '"once-only"', pattern: /\bonce-only\b|onceOnly/ },
  // neither the code `'done' in line` nor "in line with" and "in line 3"
  { name: '"in line"', pattern: /(?<!['"] )\bin line\b(?! (with|\d))/i },
  { name: '"at hand"', pattern: /\bat hand\b/i },
  { name: '"let go"', pattern: /\blets? go\b/i },
  {
    name: 'a test name that begins with a clause',
    pattern: /\b(?:it|describe)(?:\.\w+)*\(\s*['"`](?:what|who|whatever) /i,
  },
];

/** "What waits is refused." A question may begin so. */
const CLAUSE_AS_SUBJECT: Rule = {
  name: 'a sentence that begins with a clause',
  pattern: /(?:^|[.:;!?] |\*\* )(?:What|Who|Whoever|Whatever) [a-z](?![^.]*\?)/,
};

/** Lines in which a word is legitimate. */
const ALLOWED: readonly { readonly file: string; readonly text: string }[] = [];

const isAllowed = (file: string, line: string): boolean =>
  ALLOWED.some((allowed) => allowed.file === file && line.includes(allowed.text));

/** The prose of a line: all of it in Markdown, except headings; otherwise its comment. */
function proseOf(file: string, line: string): string {
  if (file.endsWith('.md')) return line.startsWith('#') ? '' : line.replace(/^[\s>|*-]+/, '');
  const [, comment = ''] = /(?:^|\s)(?:\/\/|\/\*\*?|\*|--|#)\s+(.*)$/.exec(line) ?? [];
  return comment.replace(/^@\w+ /, '');
}

function faultsOf(file: string, line: string): Rule[] {
  if (isAllowed(file, line)) return [];
  const found = [...WORDS, ...PHRASES].filter(({ pattern }) => pattern.test(line));
  return CLAUSE_AS_SUBJECT.pattern.test(proseOf(file, line))
    ? [...found, CLAUSE_AS_SUBJECT]
    : found;
}

/** The faults of a file as `file:line: rule: text`. */
function faultsIn(file: string, text: string): string[] {
  const inName = WORDS.filter(({ pattern }) => pattern.test(file));
  return [
    ...inName.map(({ name }) => `${file}: ${name} in the file name`),
    ...text
      .split('\n')
      .flatMap((line, index) =>
        faultsOf(file, line).map(({ name }) => `${file}:${index + 1}: ${name}: ${line.trim()}`),
      ),
  ];
}

const filesIn = (path: string): string[] =>
  statSync(join(ROOT, path)).isFile()
    ? [path]
    : readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(path, file).replaceAll('\\', '/'),
      );

const FILES = SOURCES.flatMap(filesIn).filter(
  (file) => TEXT_FILE.test(file) && EXCLUDED.every((pattern) => !pattern.test(file)),
);

const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

it('uses plain English in all sources', () => {
  const faults = FILES.flatMap((file) => faultsIn(file, readText(file)));
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.join('\n')}`);
});

it('checks files in every source folder', () => {
  expect(FILES.length).toBeGreaterThan(500);
  expect(SOURCES.filter((source) => !FILES.some((file) => file.startsWith(source)))).toEqual([]);
});

it('has no allowed line that does not exist', () => {
  const unused = ALLOWED.filter(({ file, text }) => !readText(file).includes(text));
  expect(unused).toEqual([]);
});

it.each([
  ['src/a.ts', 'const thirdParty = 1;'],
  ['src/a.ts', 'const PARTY_SIZE = 1;'],
  ['src/merged-party.ts', ''],
  ['src/a.ts', '  // the callers in line'],
  ['src/a.ts', '/** What waits is refused. */'],
  ['src/a.ts', ' * Refuses the call. Who waits gets a problem.'],
  ['src/a.lua', '-- What is free'],
  ['docs/a.md', 'The limiter is exact. Whoever waits is served.'],
  ['test/a.spec.ts', "it('what a caller pays', () => {"],
])('finds a fault in %s: %s', (file, line) => {
  expect(faultsIn(file, line)).not.toEqual([]);
});

it.each([
  ['src/a.ts', 'const partially = participants.length;'],
  ['src/a.ts', "if ('done' in line) return;"],
  ['src/a.ts', "const text = 'What a day';"],
  ['docs/a.md', '## What the gateway expects'],
  ['docs/a.md', 'What happens if Redis is lost? See below.'],
])('finds no fault in %s: %s', (file, line) => {
  expect(faultsIn(file, line)).toEqual([]);
});
