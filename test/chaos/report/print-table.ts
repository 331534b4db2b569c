import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { FILE } from './row';

interface Told {
  readonly fault: string;
  readonly requests: number;
  readonly violations: number;
  readonly answers: readonly (readonly [answer: string, times: number])[];
}

/** Jest's global teardown of the chaos suite: one table of all that went wrong and what came of it. */
export default function print(): void {
  const file = process.env[FILE];
  if (file === undefined) return;
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(dirname(file), { recursive: true, force: true });
  const rows = lines.map((line) => JSON.parse(line) as Told);
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

const sum = (rows: readonly Told[], of: 'requests' | 'violations'): number =>
  rows.reduce((total, row) => total + row[of], 0);
