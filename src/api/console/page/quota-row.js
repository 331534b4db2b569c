import { copyOf, setText } from './page.js';
import { area, line, Plot } from './plot.js';
import { count, duration, window } from './words.js';

const HEIGHT = 30;

/** One quota: its last minutes in small, how it stands in words, and what callers may expect. */
export class QuotaRow {
  /** @param {() => void} choose the reader wants to see it large */
  constructor({ name, windowMs }, choose) {
    const { root, parts } = copyOf('quota-template');
    Object.assign(this, { root, parts, name, windowMs });
    root.dataset.quota = name;
    setText(parts.name, name);
    parts.name.addEventListener('click', choose);
  }

  set chosen(isChosen) {
    this.parts.name.setAttribute('aria-pressed', String(isChosen));
    this.root.classList.toggle('chosen', isChosen);
  }

  show(timeline) {
    const { parts, name } = this;
    const quota = timeline.quota(name);
    const { limit, inFlight, resting, free, waiting } = quota;
    const most = timeline.most((sample) => usedOf(timeline.quota(name, sample)));
    setText(parts.rate, `${count(limit)} per ${window(this.windowMs)}`);
    setText(parts.inFlight, count(inFlight));
    setText(parts.resting, count(resting));
    setText(parts.free, count(free));
    setText(parts.limit, count(limit));
    setFigure(parts.waiting, waiting, count);
    setFigure(parts.forecast, quota.waitForecastMs, duration);
    setFigure(parts.worst, quota.worstWindow, count);
    setFigure(parts.cooldown, quota.coolingDownMs, duration);
    this.root.classList.toggle('idle', most === 0);
    this.root.classList.toggle('cooling', quota.coolingDownMs > 0);
    this.draw(timeline);
  }

  draw(timeline) {
    this.spark ??= new Plot(this.parts.spark, {
      height: HEIGHT,
      scales: { y: { range: () => [0, this.limit] } },
      series: [area('free'), area('resting'), area('in-flight'), line('free-line', { width: 1 })],
    });
    const at = (sample) => timeline.quota(this.name, sample);
    this.limit = Math.max(
      1,
      timeline.most((sample) => at(sample).limit),
    );
    const columns = timeline.columns([
      (sample) => at(sample).limit,
      (sample) => usedOf(at(sample)),
      (sample) => at(sample).inFlight,
      (sample) => at(sample).limit,
    ]);
    this.spark.draw(columns, timeline.keptMs);
  }
}

export const usedOf = ({ inFlight, resting }) => inFlight + resting;

/** A figure in words; nothing is a dash, which narrow screens leave out. */
function setFigure(cell, number, inWords) {
  cell.classList.toggle('none', number === 0);
  setText(cell, number === 0 ? '–' : inWords(number));
}
