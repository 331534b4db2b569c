const { EXPRESS, RAW } = require('./candidates');
const { median, spread } = require('./statistics');

const number = (value, digits = 0) =>
  value === null || Number.isNaN(value) // null: so it comes from another process
    ? '–'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const line = (cells) => `| ${cells.join(' | ')} |`;
const grid = (titles, rows) => [
  line(titles),
  line(titles.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...rows.map(line),
];

/** What is told of a candidate: a figure of each round, then the middle of the rounds. */
const FIGURES = {
  cpuMicros: ({ saturated }) => saturated.cpuMicros,
  perSecond: ({ saturated }) => saturated.perSecond,
  readyMs: ({ readyMs }) => readyMs,
  restMb: ({ restMb }) => restMb,
  loadMb: ({ loadMb = NaN }) => loadMb,
};
const LATENCIES = ['alone', 'few', 'saturated', 'hundred', 'thousand'];
const PERCENTILES = ['p50', 'p99', 'p999'];

/** @param {ReadonlyMap<string, readonly any[]>} rounds by candidate */
function summary(rounds) {
  const raw = rounds.get(RAW) ?? [];
  const express = rounds.get(EXPRESS) ?? [];
  return [...rounds].map(([name, own]) => ({
    name,
    ...Object.fromEntries(
      Object.entries(FIGURES).map(([figure, of]) => [figure, spread(own.map(of))]),
    ),
    // ratios within a round: what disturbs one disturbs the other alike
    cpuToExpress: ratio(own, express, FIGURES.cpuMicros),
    perSecondToExpress: ratio(own, express, FIGURES.perSecond),
    addedMs: Object.fromEntries(LATENCIES.map((load) => [load, added(own, raw, load)])),
  }));
}

const ratio = (own, other, of) => spread(own.map((round, index) => of(round) / of(other[index])));

/** Milliseconds above the raw proxy; of the raw proxy itself what a call takes. */
const added = (own, raw, load) =>
  Object.fromEntries(
    PERCENTILES.map((share) => [
      share,
      median(
        own.map((round, index) => {
          const floor = round === raw[index] ? 0 : (raw[index]?.[load]?.latency[share] ?? 0);
          return (round[load]?.latency[share] ?? NaN) - floor;
        }),
      ),
    ]),
  );

const withSpread = ({ median: middle, least, most }) =>
  `${number(middle)} (${number(least)}–${number(most)})`;
const times = ({ median: middle }) => `${number(middle, 2)}×`;

const costs = (rows) =>
  grid(
    [
      'process',
      'CPU µs/request',
      'of express + axios',
      'requests/s',
      'MB at rest',
      'at 1,000/s',
      'ready in ms',
    ],
    rows.map((row) => [
      row.name,
      withSpread(row.cpuMicros),
      times(row.cpuToExpress),
      withSpread(row.perSecond),
      ...[row.restMb, row.loadMb, row.readyMs].map((figure) => number(figure.median)),
    ]),
  );

const latencies = (rows) =>
  grid(
    [
      'added ms: p50 / p99 / p99.9',
      '1 connection',
      '8',
      '50',
      '100 requests/s',
      '1,000 requests/s',
    ],
    rows.map(({ name, addedMs }) => [
      name === RAW ? `${name} (whole)` : name,
      ...LATENCIES.map((load) =>
        PERCENTILES.map((share) => number(addedMs[load][share], 2)).join(' / '),
      ),
    ]),
  );

const growths = (rows) =>
  grid(
    ['CPU µs/request as this grows', '', '', '', '', 'growth'],
    rows.map(({ what, cells }) => [
      what,
      ...cells.map(({ size, cpuMicros }) => `${number(size)}: ${number(cpuMicros)}`),
      `${number((cells.at(-1).cpuMicros / cells[0].cpuMicros - 1) * 100)} %`,
    ]),
  );

/** Markdown. */
const report = ({ machine, load, rounds, rows, growth, skipped }) =>
  [
    ...costs(rows),
    '',
    ...(growth === undefined ? [] : [...latencies(rows), '', ...growths(growth), '']),
    ...skipped.map(({ name, skipped: why }) => `SKIPPED ${name}: ${why}`),
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} interleaved rounds`,
    `(least–most); the measured process ${machine.pinned ? 'alone on a core' : 'not pinned'}; load average`,
    `${load.map((value) => value.toFixed(1)).join(' before, ')} after.`,
  ].join('\n');

module.exports = { report, summary };
