const { EXPRESS, RAW } = require('./candidates');
const { median, spread } = require('./statistics');

const number = (value, digits = 0) =>
  value === null || Number.isNaN(value) // JSON turns NaN into null
    ? '–'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const tableRow = (cells) => `| ${cells.join(' | ')} |`;
const table = (titles, rows) => [
  tableRow(titles),
  tableRow(titles.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...rows.map(tableRow),
];

/** The figures of a candidate in one round; the report shows their medians. */
const FIGURES = {
  cpuMicros: ({ saturated }) => saturated.cpuMicros,
  perSecond: ({ saturated }) => saturated.perSecond,
  readyMs: ({ readyMs }) => readyMs,
  idleMb: ({ idleMb }) => idleMb,
  loadMb: ({ loadMb = NaN }) => loadMb,
};
const LOADS = ['oneCaller', 'fewCallers', 'saturated', 'hundredPerS', 'thousandPerS'];
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
    // ratios within a round, because a disturbance affects both candidates alike
    cpuToExpress: ratio(own, express, FIGURES.cpuMicros),
    perSecondToExpress: ratio(own, express, FIGURES.perSecond),
    addedMs: Object.fromEntries(LOADS.map((load) => [load, added(own, raw, load)])),
  }));
}

const ratio = (own, other, of) => spread(own.map((round, index) => of(round) / of(other[index])));

/** Latency in milliseconds above that of the raw proxy; for the raw proxy itself the whole latency. */
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

const withRange = ({ median: middle, min, max }) =>
  `${number(middle)} (${number(min)}–${number(max)})`;
const times = ({ median: middle }) => `${number(middle, 2)}×`;

const costs = (rows) =>
  table(
    [
      'process',
      'CPU µs/request',
      'of express + axios',
      'requests/s',
      'MB idle',
      'MB at 1,000/s',
      'start in ms',
    ],
    rows.map((row) => [
      row.name,
      withRange(row.cpuMicros),
      times(row.cpuToExpress),
      withRange(row.perSecond),
      ...[row.idleMb, row.loadMb, row.readyMs].map((figure) => number(figure.median)),
    ]),
  );

const latencies = (rows) =>
  table(
    [
      'added ms: p50 / p99 / p99.9',
      '1 connection',
      '8',
      '50',
      '100 requests/s',
      '1,000 requests/s',
    ],
    rows.map(({ name, addedMs }) => [
      name === RAW ? `${name} (total)` : name,
      ...LOADS.map((load) =>
        PERCENTILES.map((share) => number(addedMs[load][share], 2)).join(' / '),
      ),
    ]),
  );

const scalingTable = (rows) =>
  table(
    ['CPU µs/request by size', '', '', '', '', 'growth'],
    rows.map(({ name, cells }) => [
      name,
      ...cells.map(({ size, cpuMicros }) => `${number(size)}: ${number(cpuMicros)}`),
      `${number((cells.at(-1).cpuMicros / cells[0].cpuMicros - 1) * 100)} %`,
    ]),
  );

const scalingFailures = (rows) =>
  rows.flatMap(({ name, cells }) =>
    cells.flatMap(({ size, failures }) => {
      const statuses = Object.entries(failures).map(([status, count]) => `${status} (${count})`);
      return statuses.length === 0 ? [] : [`FAILED ${name}, ${size}: ${statuses.join(', ')}`];
    }),
  );

const scalingReport = (rows, scaling) => [
  ...latencies(rows),
  '',
  ...scalingTable(scaling),
  '',
  ...scalingFailures(scaling),
];

/** The report in Markdown. */
const report = ({ machine, load, rounds, rows, scaling, skipped }) =>
  [
    ...costs(rows),
    '',
    ...(scaling === undefined ? [] : [...scalingReport(rows, scaling)]),
    ...skipped.map(({ name, skipped: reason }) => `SKIPPED ${name}: ${reason}`),
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} interleaved rounds`,
    `(min–max); the measured process ${machine.pinned ? 'alone on one core' : 'not pinned'}; load average`,
    `${load.map((value) => value.toFixed(1)).join(' before, ')} after.`,
  ].join('\n');

module.exports = { report, summary };
