import { build, type Build } from './build';
import { runScenario, type Count, type Run } from './run-scenario';
import { ACCOUNTS } from './accounts';
import { CONTROLS, RELEASED_AT_GRANT, mutated } from './controls';
import { TIMEOUTS } from './gateway-settings';
import type { Loss, Scenario } from './scenario';
import { LONG, SHORT } from './scenarios';
import { table } from './table';

const isLong = process.env.FLEET === 'long';
const scenarios = isLong ? LONG : SHORT;
const controls = isLong ? CONTROLS : [RELEASED_AT_GRANT];

/** Starting, counting and ending, on a busy machine. */
const AROUND_MS = 30_000;

/** Below this share of idle CPU replicas lack time, not tokens; the exact figures are printed. */
const STARVED = 0.3;
/** A process that does not run cannot take a connection either. */
const SLOW_VENDOR = ['503 upstream-unavailable', '504 upstream-timeout'];

let built: Build;
const rows: { readonly scenario: Scenario; readonly run: Run }[] = [];

beforeAll(() => {
  built = build();
}, 120_000);

afterAll(() => {
  built.remove();
  process.stdout.write(table(rows));
});

it.each(controls)(
  'sees at the vendor: $name',
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
  20_000 + AROUND_MS,
);

describe.each(scenarios)('$name', (scenario) => {
  let run: Run;

  beforeAll(async () => {
    run = await runScenario(built, scenario);
    rows.push({ scenario, run });
  }, scenario.forMs + AROUND_MS);

  it('never exceeds a quota in any window', () => {
    const over = run.counts.filter((count) => count.worst > count.quota.limit && !isLate(count));
    expect(over).toEqual([]);
    expect(run.counts.filter(({ calls }) => calls === 0)).toEqual([]);
  });

  it('answers as the design says', () => {
    expect(unexpected(scenario, run)).toEqual([]);
  });

  const { steady, lost } = scenario;
  if (lost)
    it(`lets calls ${lost.calls} while Redis is lost`, () => {
      const seconds = secondsOf(lost, run);
      if (lost.calls === 'stop') expect(seconds).toEqual(seconds.map(() => 0));
      else expect(Math.min(...seconds)).toBeGreaterThan(0);
    });

  if (steady && scenario.accounts.includes(ACCOUNTS.ATTRIBUTES))
    it('starves neither large nor small draws', () => {
      const { tally } = run;
      const single = tally['single 200'] ?? 0;
      const full = 20 * (tally['full-batch 200'] ?? 0);
      expect(Math.min(single, full)).toBeGreaterThan(0.5 * Math.max(single, full));
    });

  if (steady)
    it('uses what can be used', () => {
      const least = run.idleCpu < STARVED ? 0 : steady.atLeast;
      const unused = run.counts.filter(({ used = 1 }) => used < least);
      expect(unused).toEqual([]);
    });
});

/**
 * A call that the vendor counts after its caller has given up: a machine without time, on which the
 * vendor's own process stands still, breaks what the proof assumes.
 */
const isLate = ({ longestWayMs }: Count): boolean => longestWayMs > TIMEOUTS.totalMs;

/** Calls that reached the vendor in each second of the loss, of quotas of a second. */
function secondsOf({ fromMs, toMs }: Loss, { arrivals, startedAtMs }: Run): number[] {
  const { name } = ACCOUNTS.MESSAGES;
  return Array.from({ length: (toMs - fromMs) / 1_000 }, (_, second) => {
    const start = startedAtMs + fromMs + second * 1_000;
    return arrivals.filter(
      ({ account, atMs }) => account === name && atMs > start && atMs <= start + 1_000,
    ).length;
  });
}

/** A refusal for want of quota is an answer; anything else has to be allowed. */
function unexpected({ allowed = [] }: Scenario, { tally, idleCpu }: Run): string[] {
  const answers = Object.keys(tally).map((line) => line.slice(line.indexOf(' ') + 1));
  const starved = idleCpu < STARVED ? SLOW_VENDOR : [];
  const usual = ['200', '429 quota-exhausted', ...starved];
  return answers.filter((answer) => ![...usual, ...allowed].some((one) => answer.startsWith(one)));
}
