import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { REPORT_FILE_VARIABLE } from './report-row';

interface ParsedRow {
  readonly fault: string;
  readonly requests: number;
  readonly violations: number;
  readonly answers: readonly (readonly [answer: string, times: number])[];
}

/** Jest's global teardown of the chaos suite: prints one table row per scenario. Prints nothing if none ran. */
export default function printTable(): void {
  const file = process.env[REPORT_FILE_VARIABLE];
  if (file === undefined) return;
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(dirname(file), { recursive: true, force: true });
  if (lines.length === 0) return;
  const rows = lines.map((line) => JSON.parse(line) as ParsedRow);
  process.stdout.write(
    [
      '',
      '| fault | requests | violations | answers |',
      '| --- | ---: | ---: | --- |',
      ...rows.map(
        ({ fault, requests, violations, answers }) =>
          `| ${fault} | ${requests} | ${violations} | ${[...answers]
            .sort(([, one], [, other]) => other - one)
            .map(([answer, times]) => `${times} × ${answer}`)
            .join(', ')} |`,
      ),
      `| all | ${sum(rows, 'requests')} | ${sum(rows, 'violations')} | |`,
      '',
    ].join('\n'),
  );
}

const sum = (rows: readonly ParsedRow[], column: 'requests' | 'violations'): number =>
  rows.reduce((total, row) => total + row[column], 0);
