const { loadavg } = require('node:os');
const { join } = require('node:path');
const { median } = require('../gateway/statistics');
const { roundCount, saveResults, selectCases } = require('../run-scale');
const { measureFleet } = require('./measure');

/**
 * The cost of the ledger: accounts at rest, accounts whose calls need not wait, and accounts whose quota is
 * always full. Each process has all accounts. Arguments name the loads to measure; without any, all are.
 * `--full` compares calls that wait with calls that need not, in several rounds.
 */
const REPLICAS = 3;

/** At half of the quota, calls need not wait. */
const HALF = { load: 'half', pauseMs: 1_200 };
const FULL = { load: 'full', pauseMs: 0 };
const REST = { load: 'rest', pauseMs: 0, callers: 0 };

const ONE_AT_REST = { ...REST, accounts: 1, replicas: REPLICAS, limit: 100 };
const ONE_HALF = { ...HALF, accounts: 1, replicas: REPLICAS, limit: 100, callers: 20 };
const THIRTY_HALF = { ...HALF, accounts: 30, replicas: REPLICAS, limit: 20, callers: 4 };
const ONE_FULL = { ...FULL, accounts: 1, replicas: REPLICAS, limit: 100, callers: 60 };
const THIRTY_FULL = { ...FULL, accounts: 30, replicas: REPLICAS, limit: 20, callers: 6 };

const ALL_FLEETS = [
  { ...REST, accounts: 1, replicas: 1, limit: 100 },
  ONE_AT_REST,
  { ...REST, accounts: 100, replicas: REPLICAS, limit: 100 },
  { ...REST, accounts: 1_000, replicas: 1, limit: 100 },
  { ...REST, accounts: 1_000, replicas: REPLICAS, limit: 100 },
  ONE_HALF,
  THIRTY_HALF,
  ONE_FULL,
  THIRTY_FULL,
  { ...FULL, accounts: 100, replicas: REPLICAS, limit: 5, callers: 2 },
];
const COMPARED_FLEETS = [ONE_HALF, ONE_FULL, THIRTY_HALF, THIRTY_FULL, ONE_AT_REST];

const isComparison = process.argv.includes('--full');
const LOADS = process.argv.slice(2).filter((argument) => argument !== '--full');
const FLEETS = selectCases(
  (isComparison ? COMPARED_FLEETS : ALL_FLEETS).filter(
    ({ load }) => LOADS.length === 0 || LOADS.includes(load),
  ),
);
const ROUNDS = isComparison ? roundCount(3) : 1;

const number = (value, digits = 0) =>
  value === undefined ? '–' : value.toLocaleString('en', { maximumFractionDigits: digits });
const percent = (share) => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

const LOAD_TEXTS = {
  rest: () => 'at rest',
  half: (limit) => `half of ${limit}/s`,
  full: (limit) => `full, ${limit}/s each`,
};

const COLUMNS = {
  accounts: ({ accounts }) => number(accounts),
  replicas: ({ replicas }) => number(replicas),
  load: ({ load, limit }) => LOAD_TEXTS[load](limit),
  'scripts/s': ({ scriptsPerSecond }) => number(scriptsPerSecond, 1),
  'commands/s': ({ commandsPerSecond }) => number(commandsPerSecond),
  'Redis CPU, of a core': ({ redisCore }) => percent(redisCore),
  'replica CPU, of a core': ({ replicaCore }) => percent(replicaCore),
  'wake-ups/s of a replica': ({ wakeUpsPerSecond }) => number(wakeUpsPerSecond),
  'scripts a call': ({ scriptsPerCall }) => number(scriptsPerCall, 2),
  'commands a call': ({ commandsPerCall }) => number(commandsPerCall, 1),
  'Redis CPU µs a call': ({ redisMicrosPerCall }) => number(redisMicrosPerCall),
  'replica CPU µs a call': ({ replicaMicrosPerCall }) => number(replicaMicrosPerCall),
  'worst window': ({ worst }) => number(worst),
  'of N/(W+RTT)': ({ used }) => percent(used),
};

/** Each figure's median over the rounds of one fleet; of the worst windows, the worst. */
function summarize(rounds) {
  const [first] = rounds;
  const summary = Object.keys(first).map((figure) => {
    const values = rounds.map((round) => round[figure]);
    if (figure === 'worst') return [figure, Math.max(...values)];
    return [figure, typeof first[figure] === 'number' ? median(values) : first[figure]];
  });
  return Object.fromEntries(summary);
}

/** The CPU of a call that waits, divided by that of a call that need not wait, by number of accounts. */
function waitingCosts(rows) {
  return rows
    .filter(({ load }) => load === 'full')
    .flatMap(({ accounts, replicaMicrosPerCall }) => {
      const ample = rows.find((row) => row.load === 'half' && row.accounts === accounts);
      if (ample === undefined) return [];
      return [{ accounts, ratio: replicaMicrosPerCall / ample.replicaMicrosPerCall }];
    });
}

async function main() {
  const rounds = FLEETS.map(() => []);
  // interleaved, so that a disturbance affects all loads alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, fleet] of FLEETS.entries()) rounds[index].push(await measureFleet(fleet));
  const rows = rounds.map(summarize);
  console.log(`| ${Object.keys(COLUMNS).join(' | ')} |`);
  console.log(`|${' ---: |'.repeat(Object.keys(COLUMNS).length)}`);
  for (const row of rows)
    console.log(
      `| ${Object.values(COLUMNS)
        .map((text) => text(row))
        .join(' | ')} |`,
    );
  for (const { accounts, ratio } of isComparison ? waitingCosts(rows) : [])
    console.log(
      `\nreplica CPU of a call that waits, of one that need not, ${accounts} accounts: ${ratio.toFixed(2)}×`,
    );
  const file = isComparison ? 'results-full.json' : 'results.json';
  saveResults(join(__dirname, file), `${JSON.stringify({ rows, rounds }, null, 2)}\n`);
  console.log(
    `\nNode.js ${process.version}; rounds: ${ROUNDS}; load average ${loadavg()[0].toFixed(1)} at the end`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
