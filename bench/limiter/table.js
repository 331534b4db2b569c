const { QUOTA } = require('./saturation');
const { JITTER_MS, RTT_MS } = require('./vendor');

const number = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** @type {readonly (readonly [string, (row: any) => string])[]} */
const COLUMNS = [
  ['limiter', ({ name }) => name],
  ['decisions/s', ({ perSecond }) => number(perSecond)],
  ['CPU µs/decision', ({ cpuMicros }) => number(cpuMicros, 1)],
  ['Redis calls/decision', ({ roundTrips }) => number(roundTrips, 2)],
  ['Redis commands/decision', ({ commands }) => number(commands, 2)],
  [`worst window of ${QUOTA.limit}`, ({ worst }) => number(worst)],
  ['of N/(W+RTT)', ({ used }) => `${number(100 * used, 1)} %`],
];

const tableRow = (cells) => `| ${cells.join(' | ')} |`;

/** The table in Markdown, followed by the conditions of the measurement. */
const table = ({ machine, load, rounds, rows }) =>
  [
    tableRow(COLUMNS.map(([title]) => title)),
    tableRow(COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => tableRow(COLUMNS.map(([, cell]) => cell(row)))),
    '',
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} rounds, worst`,
    `window of all rounds; vendor with RTT ${RTT_MS} ms and up to ${JITTER_MS} ms of jitter before arrival;`,
    `load average ${load.map((value) => value.toFixed(1)).join(' before, ')} after.`,
  ].join('\n');

module.exports = { table };
