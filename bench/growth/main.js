const { fork } = require('node:child_process');
const { once } = require('node:events');
const { cpus, loadavg } = require('node:os');
const { join } = require('node:path');
const { measureFleet } = require('../fleet/measure');
const { spread } = require('../gateway/statistics');
const { roundCount, saveResults, scaled, selectCases } = require('../run-scale');
const { plot } = require('./plot');

/**
 * How the cost of a decision grows with the callers that wait, the accounts and the replicas. All quotas are
 * full, and give as many tokens and have as many callers in all, whatever the size.
 */
const TOKENS_PER_SECOND = 1_000;
const CALLERS = 2_000;
const ROUNDS = roundCount(3);

/** One process on a virtual clock (decisions.js). */
async function measureInMemory({ waiters = CALLERS, accounts = 1 }) {
  const settings = { waiters, accounts, limit: TOKENS_PER_SECOND / accounts };
  const child = fork(join(__dirname, 'decisions.js'), [JSON.stringify(settings)]);
  const [{ cpuMicros }] = await once(child, 'message');
  return { gateway: cpuMicros };
}

async function measureOnRedis({ accounts = 1, replicas = 1 }) {
  const measured = await measureFleet({
    load: 'full',
    pauseMs: 0,
    accounts,
    replicas,
    limit: TOKENS_PER_SECOND / accounts,
    callers: CALLERS / accounts / replicas,
    warmUpMs: scaled(10_000, 3_000),
    measureMs: scaled(10_000, 3_000),
  });
  const { replicaMicrosPerCall, redisMicrosPerCall, used } = measured;
  return { gateway: replicaMicrosPerCall, Redis: redisMicrosPerCall, used };
}

const SERIES = [
  {
    name: 'waiters, in memory',
    measure: measureInMemory,
    grows: 'waiters',
    sizes: [10, 100, 1_000, 5_000],
  },
  {
    name: 'accounts, in memory',
    measure: measureInMemory,
    grows: 'accounts',
    sizes: [1, 10, 100, 1_000],
  },
  {
    name: 'accounts, on Redis',
    measure: measureOnRedis,
    grows: 'accounts',
    sizes: [1, 10, 100, 1_000],
  },
  { name: 'replicas, on Redis', measure: measureOnRedis, grows: 'replicas', sizes: [1, 4, 16] },
];

const CASES = selectCases(
  SERIES.flatMap(({ sizes, ...series }) => sizes.map((size) => ({ ...series, size }))),
);

/** The figures of each case, by round. */
async function measureRounds() {
  const rounds = CASES.map(() => []);
  // interleaved, so that a disturbance affects all sizes alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, { measure, grows, size }] of CASES.entries())
      rounds[index].push(await measure({ [grows]: size }));
  return rounds;
}

/** A row for each series and each process that it measures: the CPU of a call by size. */
function rowsOf(rounds) {
  return SERIES.flatMap(({ name }) =>
    ['gateway', 'Redis'].flatMap((process) => {
      const points = CASES.flatMap((one, index) => {
        const values = rounds[index].map((round) => round[process]);
        if (one.name !== name || values.includes(undefined)) return [];
        return [{ size: one.size, cpuMicros: spread(values) }];
      });
      if (points.length === 0) return [];
      const ratio = points.at(-1).cpuMicros.median / points[0].cpuMicros.median;
      return [{ name, process, points, ratio }];
    }),
  );
}

const text = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

function table(rows) {
  const lines = rows.map(({ name, process, points, ratio }) => {
    const cells = points.map(({ size, cpuMicros }) => `${text(size)}: ${text(cpuMicros.median)}`);
    return `| ${name} | ${process} | ${cells.join(', ')} | ${ratio.toFixed(2)}× |`;
  });
  const head =
    '| as this grows | process | CPU µs a call | last ÷ first |\n| --- | --- | --- | ---: |';
  return [head, ...lines].join('\n');
}

async function main() {
  const loadBefore = loadavg()[0];
  const rounds = await measureRounds();
  const rows = rowsOf(rounds);
  const load = [loadBefore, loadavg()[0]];
  const used = rounds.flat().flatMap((round) => round.used ?? []);
  const conditions = [
    `Node.js ${process.version}`,
    `${cpus().length} cores`,
    `load average ${load.map((value) => value.toFixed(1)).join(' to ')}`,
    `medians of rounds: ${ROUNDS}`,
    `least share of the tokens used on Redis: ${(100 * Math.min(1, ...used)).toFixed(1)} %`,
  ];
  console.log(`${table(rows)}\n\n${conditions.join('; ')}`);
  const results = { node: process.version, load, rows, cases: CASES, rounds };
  saveResults(join(__dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  saveResults(join(__dirname, 'plot.svg'), plot(rows));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
