import type { Count, Run } from './run-scenario';
import type { Scenario } from './scenario';

const percent = (share: number | undefined): string =>
  share === undefined ? '' : `${(100 * share).toFixed(1)} %`;

const line = (
  { name }: Scenario,
  { account, quota, calls, worst, longestWayMs, used }: Count,
): string[] => [
  name,
  account,
  `${quota.name} ${quota.limit}/${quota.windowMs / 1_000} s`,
  String(calls),
  String(worst),
  `${longestWayMs.toFixed(0)} ms`,
  percent(used),
];

const HEAD = [
  'scenario',
  'account',
  'quota',
  'calls',
  'worst window',
  'longest way',
  'of N/(W+RTT)',
];

/** As Markdown, a row per scenario and quota, then what callers were answered. */
export function table(runs: readonly { readonly scenario: Scenario; readonly run: Run }[]): string {
  const rows = [
    HEAD,
    HEAD.map(() => '---'),
    ...runs.flatMap(({ scenario, run }) => run.counts.map((count) => line(scenario, count))),
  ];
  const answers = runs.map(({ scenario, run }) => {
    const tallied = Object.entries(run.tally).map(([answer, times]) => `${times} × ${answer}`);
    return `${scenario.name}, ${percent(run.idleCpu)} of the machine idle: ${tallied.sort().join(', ')}`;
  });
  return ['', ...rows.map((cells) => `| ${cells.join(' | ')} |`), '', ...answers, ''].join('\n');
}
