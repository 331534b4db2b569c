import { build, type Build } from './build';
import { runScenario, type Run } from './run-scenario';
import { ACCOUNTS } from './accounts';
import { CONTROLS, RELEASED_AT_GRANT, mutated } from './controls';
import type { Loss, Scenario } from './scenario';
import { LONG, SHORT } from './scenarios';
import { withSettableClock } from './settable-clock';
import { table } from './table';

const isLong = process.env.FLEET === 'long';
const scenarios = isLong ? LONG : SHORT;
const controls = isLong ? CONTROLS : [RELEASED_AT_GRANT];

/** Time for starting, counting and ending on a busy machine. */
const OVERHEAD_MS = 30_000;

/** Below this idle share, replicas lack processor time rather than tokens. The table shows the figures. */
const MIN_IDLE_SHARE = 0.3;
/** Required share of N/(W+RTT) on such a machine. */
const REQUIRED_SHARE_WHEN_BUSY = 0.2;
/** With more late calls, the count of the others would prove little. */
const MAX_LATE_SHARE = 0.1;
/** Replies on a busy machine: a vendor process without processor time accepts no connections. */
const SLOW_VENDOR = ['503 upstream-unavailable', '504 upstream-timeout'];

let built: Build;
let settableClock: Build;
const rows: { readonly scenario: Scenario; readonly run: Run }[] = [];

beforeAll(() => {
  built = build();
  settableClock = withSettableClock(built);
}, 120_000);

afterAll(() => {
  built.remove();
  settableClock.remove();
  process.stdout.write(table(rows));
});

it.each(controls)(
  'detects at the vendor: $name',
  async ({ scenario, mutation }) => {
    const subject = mutation ? mutated(built, mutation) : built;
    try {
      const run = await runScenario(subject, scenario);
      rows.push({ scenario, run });
      expect(run.counts.filter(({ worst, quota }) => worst > quota.limit)).not.toEqual([]);
    } finally {
      if (subject !== built) subject.remove();
    }
  },
  Math.max(...controls.map(({ scenario }) => scenario.forMs)) + OVERHEAD_MS,
);

describe.each(scenarios)('$name', (scenario) => {
  let run: Run;

  beforeAll(async () => {
    run = await runScenario(scenario.clock === 'settable' ? settableClock : built, scenario);
    rows.push({ scenario, run });
  }, scenario.forMs + OVERHEAD_MS);

  it('never exceeds a quota in any window', () => {
    expect(run.counts.filter(({ worst, quota }) => worst > quota.limit)).toEqual([]);
    expect(run.counts.filter(({ calls }) => calls === 0)).toEqual([]);
    const late = run.counts.filter(({ calls, lateCalls }) => lateCalls > MAX_LATE_SHARE * calls);
    expect(late).toEqual([]);
  });

  it('returns only expected replies', () => {
    expect(unexpected(scenario, run)).toEqual([]);
    const callers = scenario.accounts.flatMap((account) => account.callers);
    expect(callers.filter(({ name }) => run.tally[`${name} 200`] === undefined)).toEqual([]);
  });

  const { steady, lost } = scenario;
  if (lost)
    it(
      lost.calls === 'stop' ? 'stops calls while Redis is lost' : 'continues while Redis is lost',
      () => {
        const seconds = callsPerSecond(lost, run);
        expect(seconds.length).toBeGreaterThan(0);
        if (lost.calls === 'stop') expect(seconds).toEqual(seconds.map(() => 0));
        else expect(Math.min(...seconds)).toBeGreaterThan(0);
      },
    );

  if (steady && scenario.accounts.includes(ACCOUNTS.ATTRIBUTES))
    it('starves neither large nor small draws', () => {
      const { tally } = run;
      const single = tally['single 200'] ?? 0;
      const full = 20 * (tally['full-batch 200'] ?? 0);
      expect(Math.min(single, full)).toBeGreaterThan(0.5 * Math.max(single, full));
    });

  if (steady)
    it('uses the required share of each quota', () => {
      const least = run.idleCpu < MIN_IDLE_SHARE ? REQUIRED_SHARE_WHEN_BUSY : steady.atLeast;
      const measured = run.counts.filter(({ used }) => used !== undefined);
      expect(measured.length).toBeGreaterThan(0);
      expect(measured.filter(({ used = 0 }) => used < least)).toEqual([]);
    });
});

/** The number of calls that the vendor received in each second of the loss. */
function callsPerSecond({ fromMs, toMs }: Loss, { arrivals, startedAtMs }: Run): number[] {
  const { name } = ACCOUNTS.MESSAGES;
  return Array.from({ length: (toMs - fromMs) / 1_000 }, (_, second) => {
    const start = startedAtMs + fromMs + second * 1_000;
    return arrivals.filter(
      ({ account, atMs }) => account === name && atMs > start && atMs <= start + 1_000,
    ).length;
  });
}

/** Replies that are neither a success, a refusal by quota, nor allowed by the scenario. */
function unexpected({ allowed = [] }: Scenario, { tally, idleCpu }: Run): string[] {
  const answers = Object.keys(tally).map((line) => line.slice(line.indexOf(' ') + 1));
  const starved = idleCpu < MIN_IDLE_SHARE ? SLOW_VENDOR : [];
  const usual = ['200', '429 quota-exhausted', ...starved];
  return answers.filter((answer) => ![...usual, ...allowed].some((one) => answer.startsWith(one)));
}
