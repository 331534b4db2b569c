import { colour, onColours } from './colours.js';

/** The library is a script of its own, as it comes: see index.html. */
const { uPlot } = window;

const MINUTE = 60;
/** Pixels: there is room for both ends of the time only. */
const NARROW = 300;
/** Of labels: `font` of a canvas knows no variables. */
const FONT = `11px ${getComputedStyle(document.body).fontFamily}`;
const stepped = uPlot.paths.stepped({ align: 1 });

/** An area or a line of a plot, by the role of its colour. */
export const area = (role, scale = 'y') => ({
  ...{ scale, width: 0, paths: stepped, points: { show: false } },
  fill: () => colour(role),
});
export const line = (role, { scale = 'y', width = 1.5, dash, paths = stepped } = {}) => ({
  ...{ scale, width, dash, paths, points: { show: false } },
  stroke: () => colour(role),
});

/**
 * A plot of the last minutes that fills its element and follows its width.
 * @param {HTMLElement} root says in its label what is drawn
 * @param {object} more `series`, `scales`, `axes` (none: a bare line) and `height` in pixels
 */
export class Plot {
  constructor(root, { series, scales, axes = [], height, onCursor }) {
    this.spanS = 300;
    this.root = root;
    this.plot = new uPlot(
      {
        ...{
          width: Math.max(1, root.clientWidth),
          height,
          legend: { show: false },
          padding: [8, axes.length === 1 ? 14 : 0, 0, 0],
        },
        cursor: {
          show: onCursor !== undefined,
          y: false,
          points: { show: false },
          drag: { x: false },
        },
        scales: { x: { time: false, range: () => this.span() }, ...scales },
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
    if (onCursor !== undefined) this.followKeys();
    onColours(() => this.plot.redraw(true));
  }

  /** What a pointer points at, by keyboard: arrows, Home and End move, Escape leaves. */
  followKeys() {
    const leave = () => this.plot.setCursor({ left: -1, top: -1 });
    this.root.addEventListener('blur', leave);
    this.root.addEventListener('keydown', (event) => {
      const last = this.plot.data[0].length - 1;
      const now = this.plot.cursor.idx ?? last;
      const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
      if (event.key === 'Escape') leave();
      if (next === undefined || last < 0) return;
      event.preventDefault(); // else the page would scroll
      const atS = this.plot.data[0][Math.min(last, Math.max(0, next))];
      this.plot.setCursor({ left: this.plot.valToPos(atS, 'x'), top: 0 });
    });
  }

  /** @param {number[][]} columns seconds, then one for each series */
  draw(columns, spanMs) {
    this.spanS = spanMs / 1_000;
    this.latest = columns[0].at(-1);
    this.plot.setData(columns);
  }

  span() {
    const end = this.latest ?? Date.now() / 1_000;
    return [end - this.spanS, end];
  }

  /** Minutes ago: a clock would only be compared with now anyway. */
  timeAxis() {
    return {
      ...axisLook(),
      size: 26,
      gap: 9,
      grid: { show: false },
      splits: () => {
        const [start, end] = this.span();
        const count = Math.floor((end - start) / MINUTE);
        return Array.from({ length: count + 1 }, (_, ago) => end - (count - ago) * MINUTE);
      },
      values: ({ width }, splits) =>
        splits.map((at, index) => {
          const ago = Math.round((this.span()[1] - at) / MINUTE);
          if (ago === 0) return 'now';
          return index === 0 || width > NARROW ? `−${ago} min` : '';
        }),
    };
  }
}

/** A scale of numbers at the left, or at the right. */
export const numberAxis = ({ scale = 'y', right = false, values, size = 40 } = {}) => ({
  ...axisLook(),
  ...{ scale, size, side: right ? 1 : 3, space: 32 },
  grid: { show: !right, stroke: () => colour('line'), width: 1 },
  ...(values && { values: (_, splits) => splits.map(values) }),
});

const axisLook = () => ({
  stroke: () => colour('muted'),
  font: FONT,
  gap: 4,
  ticks: { show: false },
});
