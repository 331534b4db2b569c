import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DOCUMENTS, PAGES, readDocument, ROOT } from '../support/documents/documents';
import { anchorsOf, codesOf, linksOf } from '../support/documents/markdown';

/** The links of a document that have no file, or no heading of that anchor in it. */
function brokenLinksIn(document: string): string[] {
  const broken = linksOf(readDocument(document)).filter(({ file, anchor }) => {
    const target = file === '' ? document : join(dirname(document), file);
    if (!existsSync(join(ROOT, target))) return true;
    if (anchor === '') return false;
    return !anchorsOf(readDocument(target)).includes(anchor);
  });
  return broken.map(({ file, anchor }) => `${file}#${anchor}`);
}

it.each(DOCUMENTS)('%s has no broken link', (document) => {
  expect(brokenLinksIn(document)).toEqual([]);
});

it.each(PAGES)('%s names files and folders that exist', (page) => {
  const paths = codesOf(readDocument(page)).filter((text) =>
    /^(bench|docs|examples|helm|src|test)\/[\w./-]+$/.test(text),
  );
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('finds every page from the README', () => {
  const linked = linksOf(readDocument('README.md')).map(({ file }) => file);
  const pages = PAGES.filter((page) => page !== 'README.md');
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
});

it('reads links to files, folders and anchors', () => {
  const links = linksOf('[a](b.md#c) ![d](e/f.svg) [g](https://h.example/i) [j](#k)\n');
  expect(links).toEqual([
    { file: 'b.md', anchor: 'c' },
    { file: 'e/f.svg', anchor: '' },
    { file: '', anchor: 'k' },
  ]);
  expect(anchorsOf('# A `b`, c: d\n')).toEqual(['a-b-c-d']);
});
