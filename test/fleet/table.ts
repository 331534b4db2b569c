import type { Run } from './run-scenario';
import type { Scenario } from './scenario';
import type { Count } from './vendor-count';

const percent = (share: number | undefined): string =>
  share === undefined ? '' : `${(100 * share).toFixed(1)} %`;

const rowOf = (
  { name }: Scenario,
  { account, quota, calls, lateCalls, worst, longestTravelMs, used }: Count,
): string[] => [
  name,
  account,
  `${quota.name} ${quota.limit}/${quota.windowMs / 1_000} s`,
  String(calls),
  String(lateCalls),
  String(worst),
  `${longestTravelMs.toFixed(0)} ms`,
  percent(used),
];

const HEADING = [
  'scenario',
  'account',
  'quota',
  'calls',
  'late calls',
  'worst window',
  'longest travel',
  'of N/(W+RTT)',
];

/** A Markdown table with a row for each scenario and quota, then the callers' replies and the faults. */
export function table(runs: readonly { readonly scenario: Scenario; readonly run: Run }[]): string {
  const rows = [
    HEADING,
    HEADING.map(() => '---'),
    ...runs.flatMap(({ scenario, run }) => run.counts.map((count) => rowOf(scenario, count))),
  ];
  const replies = runs.map(({ scenario, run }) => {
    const tallied = Object.entries(run.tally).map(([reply, count]) => `${count} × ${reply}`);
    const faults = (scenario.faults ?? []).map(({ atMs, name }) => `${atMs} ms: ${name}`);
    return [
      `${scenario.name}, ${percent(run.idleCpu)} of the machine idle: ${tallied.sort().join(', ')}`,
      ...faults,
    ].join('\n  ');
  });
  return ['', ...rows.map((cells) => `| ${cells.join(' | ')} |`), '', ...replies, ''].join('\n');
}
