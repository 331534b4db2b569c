import { Activity } from './activity.js';
import { copyOf, element, setText } from './page.js';
import { QuotaFocus } from './quota-focus.js';
import { QuotaRow, usedOf } from './quota-row.js';
import { stateOf } from './state.js';
import { Timeline } from './timeline.js';
import { count } from './words.js';

/** One connection: a quota large, times and errors, and a table of all quotas, changed in place. */
export class ConnectionCard {
  /** Which quota is large; none: the one that is used most. */
  chosen = undefined;

  constructor(about, figures, keptMs) {
    const { root, parts } = copyOf('connection-template');
    Object.assign(this, { root, parts });
    this.timeline = new Timeline(about, figures, keptMs);
    root.dataset.connection = about.name;
    setText(parts.name, about.name);
    setText(parts.provider, about.title);
    setText(parts.caption, `Quotas of ${about.name}`);
    this.rows = about.quotas.map((quota) => new QuotaRow(quota, () => this.choose(quota.name)));
    parts.rows.append(...this.rows.map((row) => row.root));
  }

  /** To be called when the card stands in the page: plots are as wide as there is room. */
  show() {
    const { timeline, parts } = this;
    if (timeline.last === undefined) return;
    this.focus ??= new QuotaFocus(parts);
    this.activity ??= new Activity(parts);
    const large = this.large();
    for (const row of this.rows) {
      row.show(timeline);
      row.chosen = row === large;
    }
    if (large !== undefined) this.focus.show(timeline, large);
    this.activity.show(timeline);
    this.showFacts(timeline.last);
    const { state, text } = stateOf(timeline);
    parts.state.dataset.state = state;
    setText(parts.state, text);
  }

  choose(name) {
    this.chosen = name;
    this.show();
  }

  /** What the reader chose; else the quota that is used most, which changes only for one used far more. */
  large() {
    const { timeline, rows } = this;
    const chosen = rows.find(({ name }) => name === this.chosen);
    if (chosen !== undefined) return chosen;
    const used = ({ name }) => timeline.most((sample) => shareOf(timeline.quota(name, sample)));
    const [most] = rows.toSorted((one, other) => used(other) - used(one));
    const before = rows.find(({ name }) => name === this.before) ?? most;
    const large = most !== undefined && used(before) < used(most) / 2 ? most : before;
    this.before = large?.name;
    return large;
  }

  showFacts({ hosts, fleet }) {
    const said = JSON.stringify([hosts, fleet]);
    if (this.said === said) return;
    this.said = said;
    this.parts.facts.replaceChildren(...hosts.map(hostChip), fleetChip(fleet));
  }
}

const shareOf = (quota) => (usedOf(quota) + quota.waiting) / Math.max(1, quota.limit);

function hostChip({ host, inUse, circuit }) {
  const words = [inUse ? 'in use' : 'standing by', circuit !== 'closed' && `circuit ${circuit}`];
  const look = circuit === 'closed' ? (inUse ? 'good' : 'soft') : 'bad';
  return element(
    'li',
    { className: `fact ${look}` },
    element('code', { textContent: host }),
    ` ${words.filter(Boolean).join(', ')}`,
  );
}

function fleetChip({ mode, replicas }) {
  const words = {
    one: 'one replica',
    shared: `${count(replicas)} ${replicas === 1 ? 'replica shares' : 'replicas share'} the quotas`,
    fallback: 'Redis is lost: this replica goes on with its share',
  };
  return element('li', {
    className: `fact ${mode === 'fallback' ? 'bad' : 'soft'}`,
    textContent: words[mode],
  });
}
