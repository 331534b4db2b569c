const WIDTH = 720;
const LABEL = 210;
const ROW = 30;
const BAR = 18;
const NUMBERS = 150;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .own { fill: #2da44e } .other { fill: #8c959f } .spread { stroke: #24292f; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .other { fill: #6e7681 } .spread { stroke: #e6edf3 }
  }`;

/**
 * CPU per request as bars, with what the rounds lay between.
 * @param {readonly { name: string, cpuMicros: { median: number, least: number, most: number } }[]} rows
 */
function plot(rows) {
  const longest = Math.max(...rows.map(({ cpuMicros }) => cpuMicros.most));
  const x = (micros) => LABEL + (micros / longest) * (WIDTH - LABEL - NUMBERS);
  const bars = rows.map(({ name, cpuMicros: { median, least, most } }, index) => {
    const y = 40 + index * ROW;
    const middle = y + BAR / 2;
    const kind = name.startsWith('this gateway') ? 'own' : 'other';
    return [
      `<text x="${LABEL - 10}" y="${middle + 4}" text-anchor="end">${name}</text>`,
      `<rect class="${kind}" x="${LABEL}" y="${y}" width="${(x(median) - LABEL).toFixed(1)}" height="${BAR}"/>`,
      `<line class="spread" x1="${x(least).toFixed(1)}" x2="${x(most).toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
      `<text x="${(x(most) + 8).toFixed(1)}" y="${middle + 4}">${Math.round(median)} µs</text>`,
    ].join('\n');
  });
  const height = 50 + rows.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="CPU per request">
<style>${STYLE}
</style>
<text x="${LABEL}" y="22">CPU per request, µs, 50 connections: less is better</text>
${bars.join('\n')}
</svg>
`;
}

module.exports = { plot };
