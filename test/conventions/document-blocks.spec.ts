import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { loadConfig } from '../../src/config';
import { Document } from '../../src/config/sections/document';
import { PROVIDERS } from '../../src/providers/registry';
import { isRecord } from '../../src/core/json';
import { readFields } from '../../src/validation';
import { PAGES, readDocument } from '../support/documents/documents';
import { EXAMPLE_SECRETS } from '../support/documents/example-secrets';
import { blocksOf } from '../support/documents/markdown';
import { commandsInProse, commandsOf } from '../readme/commands';
import { runModeOf } from '../readme/run-modes';
import { makeCertificate } from '../support/process/make-certificate';

const textsOf = (page: string, language: string): string[] =>
  blocksOf(readDocument(page))
    .filter((block) => block.language === language)
    .map(({ text }) => text);

/** A whole configuration, which the fragments of other pages change. */
const [BASE] = textsOf('README.md', 'yaml').map((text) => load(text));

const CERTIFICATE = makeTexts();

function makeTexts(): Readonly<Record<'cert' | 'key', string>> {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  const { cert, key } = makeCertificate(folder);
  const texts = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return texts;
}

const SECTIONS = [...readFields(Document).keys()];

/** The configuration in a YAML block: the block itself, or the `config` of the chart's values. */
function configIn(plain: unknown): unknown {
  if (!isRecord(plain)) return undefined;
  if (isRecord(plain.config)) return plain.config;
  return Object.keys(plain).every((name) => SECTIONS.includes(name)) ? plain : undefined;
}

function merge(base: unknown, change: unknown): unknown {
  if (!isRecord(base) || !isRecord(change)) return change;
  const changed = Object.entries(change).map(([name, value]) => [name, merge(base[name], value)]);
  return { ...base, ...Object.fromEntries(changed) };
}

/** The text of a file: a certificate, its key or a secret, by the end of its name. */
function mounted(path: string): string {
  const { cert, key } = CERTIFICATE;
  return path.endsWith('.crt') ? cert : path.endsWith('.key') ? key : 'a-mounted-secret';
}

/** @throws ConfigError with every fault */
const loadMerged = (config: unknown) =>
  loadConfig({
    env: { ...EXAMPLE_SECRETS, GATEWAY_CONFIG: 'gateway.yaml' },
    readFile: (path) =>
      path === 'gateway.yaml' ? JSON.stringify(merge(BASE, config)) : mounted(path),
    providers: PROVIDERS,
  });

describe.each(PAGES)('%s', (page) => {
  it('has JSON that can be parsed', () => {
    for (const text of textsOf(page, 'json'))
      expect(() => JSON.parse(text) as unknown).not.toThrow();
    for (const line of textsOf(page, 'ndjson').flatMap((text) => text.split('\n')))
      expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('has YAML that can be parsed, and configurations without a fault', () => {
    for (const text of textsOf(page, 'yaml')) {
      const config = configIn(load(text));
      if (config !== undefined) expect(() => loadMerged(config)).not.toThrow();
    }
  });

  it('has commands that the test of the documents can run', () => {
    const text = readDocument(page);
    for (const command of [...commandsOf(text).map((one) => one.text), ...commandsInProse(text)])
      expect(() => runModeOf(command)).not.toThrow();
  });

  it('names the language of each block', () => {
    const known = ['sh', 'json', 'ndjson', 'yaml', 'ts', 'mermaid', 'text'];
    const languages = blocksOf(readDocument(page)).map(({ language }) => language);
    expect(languages.filter((language) => !known.includes(language))).toEqual([]);
  });
});

it('finds the fault of a fragment', () => {
  const fragment = { connections: { 'nexconn-sg': { quotas: { 'group-message': { limit: 0 } } } } };
  expect(() => loadMerged(fragment)).toThrow('group-message');
});
