const { QUOTA } = require('./saturation');
const { JITTER_MS, RTT_MS } = require('./vendor');

const number = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** @type {readonly (readonly [string, (row: any) => string])[]} */
const COLUMNS = [
  ['limiter', ({ name }) => name],
  ['decisions/s', ({ perSecond }) => number(perSecond)],
  ['CPU µs/decision', ({ cpuMicros }) => number(cpuMicros, 1)],
  ['Redis calls/decision', ({ trips }) => number(trips, 2)],
  ['commands in Redis/decision', ({ commands }) => number(commands, 2)],
  [`worst window of ${QUOTA.limit}`, ({ worst }) => number(worst)],
  ['of N/(W+RTT)', ({ used }) => `${number(100 * used, 1)} %`],
];

const line = (cells) => `| ${cells.join(' | ')} |`;

/** Markdown, and below it what the figures are worth. */
const table = ({ machine, load, rounds, rows }) =>
  [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))),
    '',
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} rounds, the worst`,
    `window of all; vendor with RTT ${RTT_MS} ms and up to ${JITTER_MS} ms of jitter on the way in;`,
    `load average ${load.map((value) => value.toFixed(1)).join(' before, ')} after.`,
  ].join('\n');

module.exports = { table };
