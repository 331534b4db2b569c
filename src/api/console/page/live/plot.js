import { colour, onColourChange } from './colours.js';

/** uPlot is a classic script that index.html loads. */
const { uPlot } = window;

const MINUTE_S = 60;
const DEFAULT_SPAN_S = 300;
/** Narrower plots label only the first and the last minute. */
const MIN_LABELLED_WIDTH_PX = 300;
/** The font of a canvas cannot refer to custom properties. */
const LABEL_FONT = `11px ${getComputedStyle(document.body).fontFamily}`;
const stepped = uPlot.paths.stepped({ align: 1 });

/** A filled series in the colour of a role. */
export const area = (role, scale = 'y') => ({
  scale,
  width: 0,
  paths: stepped,
  points: { show: false },
  fill: () => colour(role),
});

/** A line series in the colour of a role. */
export const line = (role, { scale = 'y', width = 1.5, dash, paths = stepped } = {}) => ({
  scale,
  width,
  dash,
  paths,
  points: { show: false },
  stroke: () => colour(role),
});

/** An axis of numbers at the left or right edge. */
export const numberAxis = ({ scale = 'y', right = false, values, size = 40 } = {}) => ({
  ...axisStyle(),
  scale,
  size,
  side: right ? 1 : 3,
  space: 32,
  grid: { show: !right, stroke: () => colour('line'), width: 1 },
  ...(values && { values: (_, splits) => splits.map(values) }),
});

const axisStyle = () => ({
  stroke: () => colour('muted'),
  font: LABEL_FONT,
  gap: 4,
  ticks: { show: false },
});

/** A plot of the last minutes that fills its element and follows its width. */
export class Plot {
  /**
   * @param {HTMLElement} root
   * @param {object} options `series`, `scales`, `axes` (without any, only the series are drawn), `height`
   *   in pixels, and `onCursor`, which gets the index of the sample under the cursor or null
   */
  constructor(root, { series, scales, axes = [], height, onCursor }) {
    this.spanS = DEFAULT_SPAN_S;
    this.root = root;
    this.plot = new uPlot(
      {
        width: Math.max(1, root.clientWidth),
        height,
        legend: { show: false },
        padding: [8, axes.length === 1 ? 14 : 0, 0, 0],
        cursor: {
          show: onCursor !== undefined,
          y: false,
          points: { show: false },
          drag: { x: false },
        },
        scales: { x: { time: false, range: () => this.timeRange() }, ...scales },
        axes: axes.length > 0 ? [this.timeAxis(), ...axes] : [{ show: false }, { show: false }],
        series: [{}, ...series],
        hooks: { setCursor: onCursor === undefined ? [] : [({ cursor }) => onCursor(cursor.idx)] },
      },
      [[], ...series.map(() => [])],
      root,
    );
    new ResizeObserver(() => {
      if (root.clientWidth > 0) this.plot.setSize({ width: root.clientWidth, height });
    }).observe(root);
    if (onCursor !== undefined) this.handleKeys();
    onColourChange(() => this.plot.redraw(true));
  }

  /** Moves the cursor by keyboard: arrow keys, Home and End move it, Escape removes it. */
  handleKeys() {
    const removeCursor = () => this.plot.setCursor({ left: -1, top: -1 });
    this.root.addEventListener('blur', removeCursor);
    this.root.addEventListener('keydown', (event) => {
      const [times] = this.plot.data;
      const last = times.length - 1;
      const current = this.plot.cursor.idx ?? last;
      const next = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last }[
        event.key
      ];
      if (event.key === 'Escape') removeCursor();
      if (next === undefined || last < 0) return;
      event.preventDefault(); // these keys also scroll the page
      const atS = times[Math.min(last, Math.max(0, next))];
      this.plot.setCursor({ left: this.plot.valToPos(atS, 'x'), top: 0 });
    });
  }

  /** @param {number[][]} columns times in seconds, then the values of each series */
  draw(columns, spanMs) {
    this.spanS = spanMs / 1_000;
    this.latestS = columns[0].at(-1);
    this.plot.setData(columns);
  }

  timeRange() {
    const endS = this.latestS ?? Date.now() / 1_000;
    return [endS - this.spanS, endS];
  }

  /** Labels are minutes before the latest sample: they are easier to read than clock times. */
  timeAxis() {
    return {
      ...axisStyle(),
      size: 26,
      gap: 9,
      grid: { show: false },
      splits: () => {
        const [start, end] = this.timeRange();
        const minutes = Math.floor((end - start) / MINUTE_S);
        return Array.from({ length: minutes + 1 }, (_, i) => end - (minutes - i) * MINUTE_S);
      },
      values: ({ width }, splits) =>
        splits.map((atS, index) => {
          const minutesAgo = Math.round((this.timeRange()[1] - atS) / MINUTE_S);
          if (minutesAgo === 0) return 'now';
          return index === 0 || width > MIN_LABELLED_WIDTH_PX ? `−${minutesAgo} min` : '';
        }),
    };
  }
}
