import { setText } from '../shared/dom.js';
import { count, windowText } from '../shared/format.js';
import { area, line, numberAxis, Plot } from './plot.js';
import { ownInFlight, usedTokens } from './timeline.js';

const PLOT_HEIGHT_PX = 184;
/** The axis of waiting callers shows at least this range. */
const MIN_CALLERS = 4;

/** A large plot of one quota: its tokens against the limit, and the callers that wait for it. */
export class QuotaChart {
  /** @param {Record<string, HTMLElement>} parts of the connection template */
  constructor(parts) {
    this.parts = parts;
    this.plot = new Plot(parts.chart, {
      height: PLOT_HEIGHT_PX,
      scales: {
        y: { range: () => [0, this.maxLimit * 1.08] },
        callers: { range: () => [0, Math.max(MIN_CALLERS, this.maxWaiting * 1.08)] },
      },
      axes: [
        numberAxis({ values: shortNumber }),
        numberAxis({ scale: 'callers', right: true, size: 34, values: wholeNumber }),
      ],
      series: [
        area('free'),
        area('resting'),
        area('in-flight'),
        area('leased'),
        line('text', { width: 1, dash: [5, 4] }),
        line('waiting', { scale: 'callers' }),
      ],
      onCursor: (index) => this.showSample(index),
    });
  }

  /** @param {{name: string, windowMs: number}} quota */
  show(timeline, { name, windowMs }) {
    const quotaIn = (sample) => timeline.quota(name, sample);
    Object.assign(this, { timeline, name });
    const maxLimit = timeline.max((sample) => quotaIn(sample).limit);
    this.maxLimit = Math.max(1, maxLimit); // the scale of a plot must not be empty
    this.maxWaiting = timeline.max((sample) => quotaIn(sample).waiting);
    this.columns = timeline.columns([
      (sample) => quotaIn(sample).limit,
      (sample) => usedTokens(quotaIn(sample)),
      (sample) => quotaIn(sample).inFlight,
      (sample) => quotaIn(sample).leased,
      (sample) => quotaIn(sample).limit,
      (sample) => quotaIn(sample).waiting,
    ]);
    const { parts } = this;
    setText(parts.chartName, name);
    setText(parts.chartRate, `${count(quotaIn(timeline.last).limit)} per ${windowText(windowMs)}`);
    this.plot.draw(this.columns, timeline.keptMs);
    const maxUsed = timeline.max((sample) => usedTokens(quotaIn(sample)));
    parts.chart.ariaLabel =
      `${name} over the last minutes: at most ${count(maxUsed)} of ${count(this.maxLimit)} ` +
      `tokens in flight or resting, at most ${count(this.maxWaiting)} callers waiting`;
    this.showSample(this.cursorIndex);
  }

  /** Shows the numbers of the sample under the cursor in the legend, or those of now without a cursor. */
  showSample(index) {
    this.cursorIndex = index ?? undefined;
    if (this.timeline === undefined) return;
    const { parts } = this;
    const [times] = this.columns;
    const atS = times[this.cursorIndex];
    const sample = this.timeline.samples.find(({ atMs }) => atMs / 1_000 === atS);
    const quota = this.timeline.quota(this.name, sample);
    const { leased, resting, free, waiting } = quota;
    const inFlight = ownInFlight(quota);
    const hasLeases = this.timeline.max((one) => this.timeline.quota(this.name, one).leased) > 0;
    parts.chartLeased.parentElement.hidden = !hasLeases;
    setText(parts.chartLeased, count(leased));
    setText(parts.chartInFlight, count(inFlight));
    setText(parts.chartResting, count(resting));
    setText(parts.chartFree, count(free));
    setText(parts.chartWaiting, count(waiting));
    const time = sample ? new Date(sample.atMs).toLocaleTimeString('en-GB') : 'now';
    setText(parts.chartTime, time);
    // for screen readers the plot is a slider over the samples
    Object.assign(parts.chart, {
      ariaValueMin: '0',
      ariaValueMax: String(times.length - 1),
      ariaValueNow: String(this.cursorIndex ?? times.length - 1),
      ariaValueText:
        `${time}: ${hasLeases ? `${count(leased)} leased, ` : ''}${count(inFlight)} in flight, ${count(resting)} resting, ${count(free)} free, ` +
        `${count(waiting)} waiting`,
    });
  }
}

const wholeNumber = (number) => (Number.isInteger(number) ? count(number) : '');
const shortNumber = (number) => (number >= 1_000 ? `${number / 1_000}k` : wholeNumber(number));
