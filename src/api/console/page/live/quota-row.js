import { copyOf, setText } from '../shared/dom.js';
import { count, duration, windowText } from '../shared/format.js';
import { area, line, Plot } from './plot.js';
import { ownInFlight, usedTokens } from './timeline.js';

const PLOT_HEIGHT_PX = 30;

/** The table row of one quota: a small plot of the last minutes and the figures of now. */
export class QuotaRow {
  /** @param {() => void} select called when the reader selects the quota for the chart */
  constructor({ name, windowMs }, select) {
    const { root, parts } = copyOf('quota-template');
    Object.assign(this, { root, parts, name, windowMs });
    root.dataset.quota = name;
    setText(parts.name, name);
    parts.name.addEventListener('click', select);
  }

  set selected(isSelected) {
    this.parts.name.setAttribute('aria-pressed', String(isSelected));
    this.root.classList.toggle('selected', isSelected);
  }

  show(timeline) {
    const { parts, name } = this;
    const quota = timeline.quota(name);
    const maxUsed = timeline.max((sample) => usedTokens(timeline.quota(name, sample)));
    setText(parts.rate, `${count(quota.limit)} per ${windowText(this.windowMs)}`);
    setText(parts.inFlight, count(ownInFlight(quota)));
    setText(parts.leased, count(quota.leased));
    parts.leased.parentElement.hidden = quota.leased === 0;
    setText(parts.resting, count(quota.resting));
    setText(parts.free, count(quota.free));
    setText(parts.limit, count(quota.limit));
    setFigure(parts.waiting, quota.waiting, count);
    setFigure(parts.forecast, quota.waitForecastMs, duration);
    setFigure(parts.worst, quota.worstWindow, count);
    setFigure(parts.cooldown, quota.coolingDownMs, duration);
    this.root.classList.toggle('idle', maxUsed === 0);
    this.root.classList.toggle('cooling', quota.coolingDownMs > 0);
    this.draw(timeline);
  }

  draw(timeline) {
    this.plot ??= new Plot(this.parts.plot, {
      height: PLOT_HEIGHT_PX,
      scales: { y: { range: () => [0, this.maxLimit] } },
      series: [
        area('free'),
        area('resting'),
        area('in-flight'),
        area('leased'),
        line('free-line', { width: 1 }),
      ],
    });
    const quotaIn = (sample) => timeline.quota(this.name, sample);
    const maxLimit = timeline.max((sample) => quotaIn(sample).limit);
    this.maxLimit = Math.max(1, maxLimit); // the scale of a plot must not be empty
    const columns = timeline.columns([
      (sample) => quotaIn(sample).limit,
      (sample) => usedTokens(quotaIn(sample)),
      (sample) => quotaIn(sample).inFlight,
      (sample) => quotaIn(sample).leased,
      (sample) => quotaIn(sample).limit,
    ]);
    this.plot.draw(columns, timeline.keptMs);
  }
}

/** Shows a number as text, and zero as a dash, which narrow screens hide. */
function setFigure(cell, number, format) {
  cell.classList.toggle('none', number === 0);
  setText(cell, number === 0 ? '–' : number === null ? 'unknown' : format(number));
}
