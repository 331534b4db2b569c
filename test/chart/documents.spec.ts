import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { VERSION } from '../../src/api/probes/version';
import { CHART } from './tools';

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of all values that are not tables, as `--set` writes them. */
function leaves(values: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    isTable(value) && Object.keys(value).length > 0
      ? leaves(value, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  );
}

describe('the chart', () => {
  it('has the version of the gateway as its appVersion', () => {
    const { appVersion } = load(readFileSync(join(CHART, 'Chart.yaml'), 'utf8')) as {
      readonly appVersion: string;
    };
    expect(appVersion).toBe(VERSION);
  });
});

describe('the table of values in the README', () => {
  it('lists exactly the values of values.yaml', () => {
    const values = load(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Record<
      string,
      unknown
    >;
    const readme = readFileSync(join(CHART, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Za-z.]+)/gm)].map(([, name = '']) => name);
    const isCovered = (leaf: string): boolean =>
      rows.some((row) => leaf === row || leaf.startsWith(`${row}.`));
    const names = leaves(values);
    const isKnown = (row: string): boolean =>
      names.some((name) => name === row || name.startsWith(`${row}.`));
    expect(names.filter((name) => !isCovered(name))).toEqual([]);
    expect(rows.filter((row) => !isKnown(row))).toEqual([]);
  });
});
