import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { PROVIDERS } from '../../src/providers/registry';

const SOURCE = join(__dirname, '..', '..', 'src');

/** The files outside a vendor's folders that may name it. */
const REGISTRIES = [
  join('providers', 'registry.ts'),
  join('sandbox', 'vendors.ts'),
  join('sandbox', 'main.ts'),
];

/** Patterns for vendors whose name is an ordinary word. */
const PATTERNS: Readonly<Record<string, string>> = {
  stream: "getstream|stream-(?:chat|io)|(?:===|provider:|vendor:|name:) *'stream'",
};

const names = new RegExp(
  [...PROVIDERS.map(({ name }) => PATTERNS[name] ?? name), 'rongcloud'].join('|'),
  'i',
);

const isVendorFile = (file: string): boolean =>
  PROVIDERS.some(({ name }) =>
    ['providers', 'sandbox'].some((folder) => file.startsWith(`${folder}${sep}${name}${sep}`)),
  );

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(ts|js|html|css|lua)$/.test(file) && !file.endsWith('.spec.ts'),
);

describe('vendor names', () => {
  it('are searched in the whole source', () => {
    expect(files.length).toBeGreaterThan(100);
    for (const name of ['NexConn', "name === 'stream'", 'GetStream'])
      expect(names.test(name)).toBe(true);
  });

  it('occur only in the folders of their vendors and in the registries', () => {
    const outside = files.filter((file) => !isVendorFile(file) && !REGISTRIES.includes(file));
    const leaks = outside.filter((file) => names.test(readFileSync(join(SOURCE, file), 'utf8')));
    expect(leaks).toEqual([]);
  });
});
