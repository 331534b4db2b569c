import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema, type Descriptions } from '../config/json-schema';
import { PROVIDERS } from '../providers/registry';

const ROOT = join(__dirname, '../..');
/** The file that the comment `yaml-language-server` of the example names. */
export const SCHEMA_PATH = join(ROOT, 'examples/gateway.schema.json');

/** A row of a table of settings: path, type, default, meaning. */
const ROW = /^\| `([^`]+)` +\|[^|]*\|[^|]*\| (.*?) +\|$/gm;

/** The meanings of the settings, as the page about the configuration has them, without its links. */
function readDescriptions(): Descriptions {
  const page = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
  return new Map(
    [...page.matchAll(ROW)].map(([, path = '', meaning = '']) => [
      path,
      meaning.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1'),
    ]),
  );
}

/** The text of the schema file. */
export const schemaText = (): string =>
  `${JSON.stringify(configSchema(PROVIDERS, readDescriptions()), null, 2)}\n`;

if (require.main === module) writeFileSync(SCHEMA_PATH, schemaText());
