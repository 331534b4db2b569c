import { setText } from './page.js';
import { area, line, numberAxis, Plot } from './plot.js';
import { usedOf } from './quota-row.js';
import { count, window } from './words.js';

const HEIGHT = 184;

/** One quota large: its tokens against the limit, and who waits for them. */
export class QuotaFocus {
  constructor(parts) {
    this.parts = parts;
    this.plot = new Plot(parts.focusPlot, {
      height: HEIGHT,
      scales: {
        y: { range: () => [0, this.limit * 1.08] },
        callers: { range: () => [0, Math.max(4, this.mostWaiting * 1.08)] },
      },
      axes: [
        numberAxis({ values: shortNumber }),
        numberAxis({ scale: 'callers', right: true, size: 34, values: wholeNumber }),
      ],
      series: [
        area('free'),
        area('resting'),
        area('in-flight'),
        line('text', { width: 1, dash: [5, 4] }),
        line('waiting', { scale: 'callers' }),
      ],
      onCursor: (index) => this.point(index),
    });
  }

  /** @param {{name: string, windowMs: number}} quota */
  show(timeline, { name, windowMs }) {
    const at = (sample) => timeline.quota(name, sample);
    Object.assign(this, { timeline, name });
    this.limit = Math.max(
      1,
      timeline.most((sample) => at(sample).limit),
    );
    this.mostWaiting = timeline.most((sample) => at(sample).waiting);
    this.columns = timeline.columns([
      (sample) => at(sample).limit,
      (sample) => usedOf(at(sample)),
      (sample) => at(sample).inFlight,
      (sample) => at(sample).limit,
      (sample) => at(sample).waiting,
    ]);
    const { parts, limit } = this;
    setText(parts.focusName, name);
    setText(parts.focusRate, `${count(at(timeline.last).limit)} per ${window(windowMs)}`);
    this.plot.draw(this.columns, timeline.keptMs);
    const most = timeline.most((sample) => usedOf(at(sample)));
    parts.focusPlot.ariaLabel =
      `${name} over the last minutes: at most ${count(most)} of ${count(limit)} tokens in use, ` +
      `at most ${count(this.mostWaiting)} callers waiting`;
    this.point(this.pointed);
  }

  /** The legend tells of the moment under the pointer, else of now. */
  point(index) {
    this.pointed = index ?? undefined;
    if (this.timeline === undefined) return;
    const atS = this.columns[0][this.pointed];
    const sample = this.timeline.samples.find(({ atMs }) => atMs / 1_000 === atS);
    const { parts } = this;
    const { inFlight, resting, free, waiting } = this.timeline.quota(this.name, sample);
    setText(parts.focusInFlight, count(inFlight));
    setText(parts.focusResting, count(resting));
    setText(parts.focusFree, count(free));
    setText(parts.focusWaiting, count(waiting));
    const time = sample && new Date(sample.atMs).toLocaleTimeString('en-GB');
    setText(parts.focusWhen, time ?? 'now');
    // the plot is a slider over the samples
    Object.assign(parts.focusPlot, {
      ariaValueMin: '0',
      ariaValueMax: String(this.columns[0].length - 1),
      ariaValueNow: String(this.pointed ?? this.columns[0].length - 1),
      ariaValueText:
        `${time ?? 'now'}: ${count(inFlight)} in flight, ${count(resting)} resting, ${count(free)} free, ` +
        `${count(waiting)} waiting`,
    });
  }
}

const wholeNumber = (number) => (Number.isInteger(number) ? count(number) : '');
const shortNumber = (number) => (number >= 1_000 ? `${number / 1_000}k` : wholeNumber(number));
