import { copyOf, setText } from './page.js';
import { count, duration, window } from './words.js';

/** One quota: a bar of its tokens, the same in words, and what callers may expect. */
export class QuotaRow {
  constructor(name) {
    const { root, parts } = copyOf('quota-template');
    this.root = root;
    this.parts = parts;
    root.dataset.quota = name;
    setText(parts.name, name);
  }

  show({ limit, windowMs, inUse, resting, free, waiting, ...quota }) {
    const { parts } = this;
    parts.awayBar.style.flexGrow = inUse;
    parts.restingBar.style.flexGrow = resting;
    parts.freeBar.style.flexGrow = Math.max(0, limit - inUse - resting);
    parts.worstMark.style.insetInlineStart = `${(100 * quota.worstWindow) / Math.max(1, limit)}%`;
    parts.worstMark.hidden = quota.worstWindow === 0;
    setText(parts.rate, `${count(limit)} per ${window(windowMs)}`);
    setText(parts.away, count(inUse));
    setText(parts.resting, count(resting));
    setText(parts.free, count(free));
    setText(parts.limit, count(limit));
    setFigure(parts.waiting, waiting, count);
    setFigure(parts.forecast, quota.waitForecastMs, duration);
    setFigure(parts.worst, quota.worstWindow, count);
    setFigure(parts.cooldown, quota.coolingDownMs, duration);
    this.root.classList.toggle('idle', inUse + resting + waiting + quota.worstWindow === 0);
    this.root.classList.toggle('cooling', quota.coolingDownMs > 0);
  }
}

/** A figure in words; nothing is a dash, which narrow screens leave out. */
function setFigure(cell, number, inWords) {
  cell.classList.toggle('none', number === 0);
  setText(cell, number === 0 ? '–' : inWords(number));
}
