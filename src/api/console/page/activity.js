import { element, setText } from './page.js';
import { line, numberAxis, Plot } from './plot.js';
import { count, duration } from './words.js';

const HEIGHT = 96;

/** Why a call got no tokens, in words. */
const REASONS = {
  forecast: 'would have waited too long',
  full: 'the line was full',
  deadline: 'waited in vain',
  'hang-up': 'hung up while waiting',
  closed: 'shutting down',
  unavailable: 'no safe quota',
};

/** What a connection did over the last minutes: times, and what did not go straight through. */
export class Activity {
  constructor(parts) {
    this.parts = parts;
    this.waits = new TimesPlot(parts.waitPlot, parts.wait, 'Wait for quota', ({ waits }) => waits);
    this.calls = new TimesPlot(
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
    const { callCount, failed, refused, merged } = this.parts;
    list(callCount, 'Vendor calls', [['', calls]]);
    list(
      failed,
      'Errors',
      timeline.totals(({ failed = [] }) => failed.map(counted)),
    );
    list(
      refused,
      'Refused',
      timeline.totals(({ refused = {} }) => Object.entries(refused).map(said)),
    );
    list(
      merged,
      'Merged',
      timeline.totals(({ merged = {} }) => Object.entries(merged)),
    );
  }
}

const said = ([reason, times]) => [REASONS[reason] ?? reason, times];
const counted = (failed) => [errorInWords(failed), failed.count];
const errorInWords = ({ code, status, outcome }) =>
  [code ?? (status === 0 ? 'no answer' : `HTTP ${status}`), outcome].join(' · ');

/** How long something took: half of it, and nearly all of it. */
class TimesPlot {
  constructor(root, text, title, of) {
    Object.assign(this, { root, text, title, of });
    this.plot = new Plot(root, {
      height: HEIGHT,
      scales: { y: { range: (_, __, most) => [0, Math.max(10, (most ?? 0) * 1.1)] } },
      axes: [numberAxis({ values: shortDuration, size: 44 })],
      series: [line('waiting', { width: 1 }), line('accent')],
    });
  }

  show(timeline) {
    const p50 = (sample) => this.of(sample)?.p50 ?? 0;
    const p99 = (sample) => this.of(sample)?.p99 ?? 0;
    this.plot.draw(timeline.columns([p99, p50]), timeline.keptMs);
    const last = timeline.samples.findLast((sample) => this.of(sample) !== undefined);
    const times = last && this.of(last);
    setText(
      this.text,
      times ? `p50 ${duration(times.p50)} · p99 ${duration(times.p99)}` : 'none yet',
    );
    this.root.ariaLabel =
      times === undefined
        ? `${this.title}: nothing yet`
        : `${this.title}: last ${duration(times.p50)} at the median and ${duration(times.p99)} at the 99th percentile`;
  }
}

const shortDuration = (ms) => (ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`);

/** A sum, and what it is made of. */
function list(root, title, totals) {
  const text = JSON.stringify(totals);
  if (root.dataset.text === text) return;
  root.dataset.text = text;
  const sum = totals.reduce((total, [, times]) => total + times, 0);
  const kinds = totals.filter(([name]) => name !== '');
  root.classList.toggle('some', sum > 0);
  root.replaceChildren(
    element('span', { textContent: title }),
    element('b', { textContent: count(sum) }),
    ...kinds.map(([name, times]) => element('small', { textContent: `${count(times)} × ${name}` })),
  );
}
