import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');

export const readDocument = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .sort();

/** The README and the pages of `docs`. */
export const PAGES: readonly string[] = ['README.md', ...markdownIn('docs')];

/** Every Markdown file of the repository. */
export const DOCUMENTS: readonly string[] = [
  ...PAGES,
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...['bench', 'examples', 'helm', 'src', 'test'].flatMap(markdownIn),
];
