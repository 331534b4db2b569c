import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument, ROOT } from '../support/documents/documents';

const SCRIPTS = readdirSync(join(ROOT, 'src'), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.lua') && !file.endsWith('check.lua'));

const commandsIn = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, command = '']) => command))].sort();

const used = commandsIn(
  SCRIPTS.map((file) => readFileSync(join(ROOT, 'src', file), 'utf8')).join('\n'),
  /redis\.p?call\('([A-Z]+)'/g,
);

it('tries every command of the scripts after each connect', () => {
  expect(SCRIPTS.length).toBeGreaterThan(8);
  const tried = commandsIn(readDocument('src/redis/check.lua'), /^try\('([A-Z]+)'/gm);
  expect(tried).toEqual(used);
});

it('documents the permissions of the user', () => {
  const rule = /^user gateway on .*$/m.exec(readDocument('docs/deployment.md'))?.[0] ?? '';
  const documented = commandsIn(rule.toUpperCase(), /\+([A-Z|]+)/g);
  expect(documented).toEqual([...used, 'EVAL', 'EVALSHA'].sort());
});
