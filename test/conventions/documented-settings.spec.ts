import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { load } from 'js-yaml';
import { schemaText } from '../../src/bin/config-schema';
import type { JsonObject } from '../../src/core/json';
import { EnvironmentOverrides } from '../../src/config/environment';
import { SECTIONS } from '../../src/config/sections';
import { QuotaSection } from '../../src/config/sections/connection';
import { Document } from '../../src/config/sections/document';
import { PROVIDERS } from '../../src/providers/registry';
import { readFields, type Shape } from '../../src/validation';
import { readDocument, ROOT } from '../support/documents/documents';
import { codesOf, rowsOf, sectionOf } from '../support/documents/markdown';

const PAGE = readDocument('docs/configuration.md');

/** A setting as the schema has it: its path in the file and the text of its default. */
interface Setting {
  readonly path: string;
  /** The section of the page with the settings of one vendor; absent: of all connections, or of another part. */
  readonly section?: string;
  readonly byDefault?: string;
}

/** The settings of a class and of the classes within it. */
function settingsIn(shape: Shape, prefix: string): Setting[] {
  const defaults = new shape() as Readonly<Record<string, unknown>>;
  return [...readFields(shape).values()].flatMap(({ name, nested }) => {
    const path = `${prefix}.${name}`;
    const value = defaults[name];
    const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
    const own = { path, ...(isScalar && { byDefault: String(value) }) };
    if (nested === undefined) return [own];
    return [own, ...settingsIn(nested.shape, nested.list === true ? `${path}[]` : path)];
  });
}

const SETTINGS: readonly Setting[] = [
  ...Object.entries(SECTIONS).flatMap(([name, shape]) =>
    settingsIn(shape, name === 'connections' ? 'connections.*' : name),
  ),
  ...settingsIn(QuotaSection, 'connections.*.quotas.*'),
  ...PROVIDERS.flatMap(({ name, settings }) =>
    settingsIn(settings, 'connections.*').map((setting) => ({
      ...setting,
      section: `provider: ${name}`,
    })),
  ),
];

/** The documented settings of a text: path → cell of the default. */
const settingsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    rowsOf(text)
      .map(([setting = '', , byDefault = '']) => [codesOf(setting)[0] ?? '', byDefault] as const)
      .filter(([path]) => path.includes('.')),
  );
const documented = settingsOf(PAGE);

it('has a section for each part of the file', () => {
  expect(Object.keys(SECTIONS).sort()).toEqual([...readFields(Document).keys()].sort());
  for (const name of Object.keys(SECTIONS)) expect(sectionOf(PAGE, name)).not.toBe('');
});

it('documents every setting, and no other', () => {
  const paths = SETTINGS.map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(40);
  expect([...documented.keys()].sort()).toEqual([...new Set(paths)].sort());
});

it('documents the settings of each vendor in a section of its own', () => {
  for (const { name, settings } of PROVIDERS)
    expect([...settingsOf(sectionOf(PAGE, `provider: ${name}`)).keys()].sort()).toEqual(
      settingsIn(settings, 'connections.*')
        .map(({ path }) => path)
        .sort(),
    );
});

it.each(SETTINGS.filter(({ byDefault }) => byDefault !== undefined))(
  'documents the default of $path',
  ({ path, section, byDefault = '' }) => {
    const rows = section === undefined ? documented : settingsOf(sectionOf(PAGE, section));
    expect(rows.get(path)).toBe(`\`${byDefault}\``);
  },
);

/** The text of each part of the example, its settings in comments included. */
const exampleParts = new Map(
  readDocument('examples/gateway.yaml')
    .split(/^(?=(?:# )?[a-z]+:)/m)
    .map((part) => [/^(?:# )?([a-z]+):/.exec(part)?.[1] ?? '', part]),
);

it.each(SETTINGS.filter(({ path }) => !path.endsWith('*')))(
  'has $path in the example',
  ({ path }) => {
    const [part = '', ...steps] = path.split('.');
    expect(exampleParts.get(part)).toMatch(new RegExp(`\\b${steps.at(-1) ?? ''}:`));
  },
);

it('has an up-to-date JSON Schema for editors, which the example names and obeys', () => {
  expect(JSON.parse(readDocument('examples/gateway.schema.json'))).toEqual(
    JSON.parse(schemaText()),
  );
  const example = readDocument('examples/gateway.yaml');
  expect(example).toContain('# yaml-language-server: $schema=gateway.schema.json');
  const validate = new Ajv({ strict: false }).compile(JSON.parse(schemaText()) as object);
  const check = (changes: JsonObject) => validate({ ...(load(example) as JsonObject), ...changes });
  expect([check({}), validate.errors]).toEqual([true, null]);
  expect(check({ serve: {} })).toBe(false);
  expect(check({ limits: { maxReplicas: 0 } })).toBe(false);
  expect(check({ auth: { apiKeys: [{ client: 'a' }] } })).toBe(false);
  expect(check({ auth: { jwt: [{ issuer: 'a' }] } })).toBe(false);
  expect(check({ connections: { main: { provider: 'nexconn' } } })).toBe(false);
});

it('documents every environment variable that the source reads', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'));
  const read = texts.flatMap((text) =>
    [...text.matchAll(/\benv\.([A-Z][A-Z_]+)\b/g)].map(([, name = '']) => name),
  );
  const names = [...new Set([...readFields(EnvironmentOverrides).keys(), ...read])];
  expect(names.length).toBeGreaterThan(6);
  const section = codesOf(sectionOf(PAGE, 'Environment variables'));
  expect(names.filter((name) => !section.includes(name))).toEqual([]);
});
