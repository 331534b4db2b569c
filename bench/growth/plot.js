const WIDTH = 720;
const HEIGHT = 380;
const PLOT = { left: 50, right: 470, top: 40, bottom: 330 };

const COLOURS = [
  '#2da44e',
  '#0969da',
  '#8250df',
  '#bf3989',
  '#bc4c00',
  '#9a6700',
  '#57606a',
  '#1b7c83',
];
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .axis { stroke: #8c959f } .flat { stroke: #8c959f; stroke-dasharray: 4 4 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }`;

/**
 * An SVG with a line for each series: the cost of a call as a multiple of the cost at the smallest size. Both
 * axes are logarithmic.
 * @param {readonly { name: string, process: string, ratio: number,
 *   points: readonly { size: number, cpuMicros: { median: number } }[] }[]} rows
 */
function plot(rows) {
  const lines = rows.map(({ name, process, points, ratio }) => ({
    title: `${name}, ${process}: ${ratio.toFixed(2)}×`,
    points: points.map(({ size, cpuMicros }) => ({
      growth: size / points[0].size,
      cost: cpuMicros.median / points[0].cpuMicros.median,
    })),
  }));
  const all = lines.flatMap(({ points }) => points);
  const x = scale([1, Math.max(...all.map(({ growth }) => growth))], [PLOT.left, PLOT.right]);
  const costs = [
    Math.min(0.5, ...all.map(({ cost }) => cost)),
    Math.max(2, ...all.map(({ cost }) => cost)),
  ];
  const y = scale(costs, [PLOT.bottom, PLOT.top]);
  const ticksOf = (values, [low, high]) => values.filter((value) => value >= low && value <= high);
  const drawn = lines.map(({ title, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points.map(({ growth, cost }) => `${x(growth)},${y(cost)}`).join(' ');
    const titleY = PLOT.top + 10 + index * 22;
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<rect x="${PLOT.right + 15}" y="${titleY - 9}" width="10" height="10" fill="${colour}"/>`,
      `<text x="${PLOT.right + 30}" y="${titleY}" style="font-size: 11px">${title}</text>`,
    ].join('\n');
  });
  const axes = [
    `<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>`,
    `<line class="flat" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(1)}" y2="${y(1)}"/>`,
    ...[1, 10, 100, 1_000].map(
      (tick) => `<text x="${x(tick)}" y="${PLOT.bottom + 20}" text-anchor="middle">${tick}×</text>`,
    ),
    ...ticksOf([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], costs).map(
      (tick) => `<text x="${PLOT.left - 8}" y="${+y(tick) + 4}" text-anchor="end">${tick}×</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Growth of the cost of a decision">
<style>${STYLE}
</style>
<text x="${PLOT.left}" y="22">CPU of a call beside the smallest size, as the size grows (flat is better)</text>
${axes.join('\n')}
${drawn.join('\n')}
</svg>
`;
}

/** A logarithmic scale from a range of values to a range of positions. */
const scale = ([low, high], [from, to]) => {
  const range = Math.log(high) - Math.log(low);
  return (value) => (from + ((Math.log(value) - Math.log(low)) / range) * (to - from)).toFixed(1);
};

module.exports = { plot };
