import { element, setText } from '../shared/dom.js';
import { count, duration } from '../shared/format.js';
import { line, numberAxis, Plot } from './plot.js';

const PLOT_HEIGHT_PX = 96;
/** The latency axis shows at least this range. */
const MIN_RANGE_MS = 10;

/** Why a call got no tokens, by the reason in a sample. */
const REFUSAL_TEXTS = {
  forecast: 'quota expected after the deadline',
  full: 'queue full',
  deadline: 'deadline reached in the queue',
  share: 'share of the client used up',
  'hang-up': 'caller disconnected',
  closed: 'shutting down',
  unavailable: 'no safe quota',
};

/** The activity of a connection over the last minutes: latency plots and totals of events. */
export class ActivityPanel {
  /** @param {Record<string, HTMLElement>} parts of the connection template */
  constructor(parts) {
    this.parts = parts;
    this.waits = new LatencyPlot(
      parts.waitPlot,
      parts.wait,
      'Wait for quota',
      ({ waits }) => waits,
    );
    this.calls = new LatencyPlot(
      parts.callPlot,
      parts.latency,
      'Vendor latency',
      ({ calls }) => calls,
    );
  }

  show(timeline) {
    this.waits.show(timeline);
    this.calls.show(timeline);
    const calls = timeline.samples.reduce((sum, sample) => sum + (sample.calls?.count ?? 0), 0);
    const { callCount, failed, refused, merged, cachedReads } = this.parts;
    showTotals(callCount, 'Vendor calls', [['', calls]]);
    showTotals(
      failed,
      'Errors',
      timeline.totals(({ failed = [] }) =>
        failed.map((failure) => [failureText(failure), failure.count]),
      ),
    );
    showTotals(
      refused,
      'Refused',
      timeline.totals(({ refused = {} }) =>
        Object.entries(refused).map(([reason, times]) => [REFUSAL_TEXTS[reason] ?? reason, times]),
      ),
    );
    showTotals(
      merged,
      'Merged',
      timeline.totals(({ merged = {} }) => Object.entries(merged)),
    );
    showTotals(
      cachedReads,
      'Cached reads',
      timeline.totals(({ cachedReads = {} }) => Object.entries(cachedReads)),
    );
  }
}

const failureText = ({ code, status, outcome }) =>
  [code ?? (status === 0 ? 'no answer' : `HTTP ${status}`), outcome].join(' · ');

/** A plot of the median and the 99th percentile of a duration. */
class LatencyPlot {
  /**
   * @param {HTMLElement} root of the plot
   * @param {HTMLElement} text shows the latest values
   * @param {(sample: object) => {p50: number, p99: number} | undefined} summaryOf a sample
   */
  constructor(root, text, title, summaryOf) {
    Object.assign(this, { root, text, title, summaryOf });
    this.plot = new Plot(root, {
      height: PLOT_HEIGHT_PX,
      scales: { y: { range: (_, __, max) => [0, Math.max(MIN_RANGE_MS, (max ?? 0) * 1.1)] } },
      axes: [numberAxis({ values: shortDuration, size: 44 })],
      series: [line('waiting', { width: 1 }), line('accent')],
    });
  }

  show(timeline) {
    const p50 = (sample) => this.summaryOf(sample)?.p50 ?? 0;
    const p99 = (sample) => this.summaryOf(sample)?.p99 ?? 0;
    this.plot.draw(timeline.columns([p99, p50]), timeline.keptMs);
    const latest = timeline.samples.map(this.summaryOf).findLast((summary) => summary);
    if (latest === undefined) {
      setText(this.text, 'no data yet');
      this.root.ariaLabel = `${this.title}: no data yet`;
      return;
    }
    const [median, high] = [duration(latest.p50), duration(latest.p99)];
    setText(this.text, `p50 ${median} · p99 ${high}`);
    this.root.ariaLabel = `${this.title}: latest median ${median}, 99th percentile ${high}`;
  }
}

const shortDuration = (ms) => (ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`);

/** Shows the sum of the counts and, for those with a name, each count. */
function showTotals(root, title, totals) {
  const shown = JSON.stringify(totals);
  if (root.dataset.shown === shown) return;
  root.dataset.shown = shown;
  const sum = totals.reduce((total, [, times]) => total + times, 0);
  const named = totals.filter(([name]) => name !== '');
  root.classList.toggle('some', sum > 0);
  root.replaceChildren(
    element('span', { textContent: title }),
    element('b', { textContent: count(sum) }),
    ...named.map(([name, times]) => element('small', { textContent: `${count(times)} × ${name}` })),
  );
}
