const WIDTH = 890;
const LABEL_WIDTH = 380;
const ROW_HEIGHT = 30;
const BAR_HEIGHT = 18;
const NUMBER_WIDTH = 150;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .own { fill: #2da44e } .other { fill: #8c959f } .spread { stroke: #24292f; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .other { fill: #6e7681 } .spread { stroke: #e6edf3 }
  }`;

/**
 * An SVG with bars of the CPU time per request, and the range of the rounds.
 * @param {readonly { name: string, cpuMicros: { median: number, min: number, max: number } }[]} rows
 */
function plot(rows) {
  const maxMicros = Math.max(...rows.map(({ cpuMicros }) => cpuMicros.max));
  const x = (micros) => LABEL_WIDTH + (micros / maxMicros) * (WIDTH - LABEL_WIDTH - NUMBER_WIDTH);
  const bars = rows.map(({ name, cpuMicros: { median, min, max } }, index) => {
    const y = 40 + index * ROW_HEIGHT;
    const middle = y + BAR_HEIGHT / 2;
    const kind = /^(pass-through of )?this gateway/.test(name) ? 'own' : 'other';
    return [
      `<text x="${LABEL_WIDTH - 10}" y="${middle + 4}" text-anchor="end">${name}</text>`,
      `<rect class="${kind}" x="${LABEL_WIDTH}" y="${y}" width="${(x(median) - LABEL_WIDTH).toFixed(1)}" height="${BAR_HEIGHT}"/>`,
      `<line class="spread" x1="${x(min).toFixed(1)}" x2="${x(max).toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
      `<text x="${(x(max) + 8).toFixed(1)}" y="${middle + 4}">${Math.round(median)} µs</text>`,
    ].join('\n');
  });
  const height = 50 + rows.length * ROW_HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="CPU per request">
<style>${STYLE}
</style>
<text x="${LABEL_WIDTH}" y="22">CPU per request in µs with 50 connections (less is better)</text>
${bars.join('\n')}
</svg>
`;
}

module.exports = { plot };
