import { read } from './gateway.js';
import { copyOf, setText } from './page.js';
import { failureView } from './problem.js';
import { QuotaRow } from './quota-row.js';
import { count, duration } from './words.js';

/** One connection with a table of its quotas, changed in place as they change. */
export class ConnectionCard {
  constructor({ name, provider }) {
    const { root, parts } = copyOf('connection-template');
    this.root = root;
    this.parts = parts;
    this.path = `/v1/connections/${encodeURIComponent(name)}/quotas`;
    this.rows = new Map();
    root.dataset.connection = name;
    setText(parts.name, name);
    setText(parts.provider, provider);
    setText(parts.caption, `Quotas of ${name}`);
  }

  async refresh(signal) {
    try {
      const { quotas } = await read(this.path, signal);
      for (const quota of quotas) this.rowOf(quota).show(quota);
      this.showState(quotas);
      this.parts.problem.replaceChildren();
    } catch (error) {
      if (!signal.aborted) this.parts.problem.replaceChildren(failureView(error));
    }
  }

  rowOf({ name }) {
    const known = this.rows.get(name);
    if (known !== undefined) return known;
    const row = new QuotaRow(name);
    this.rows.set(name, row);
    this.parts.rows.append(row.root);
    return row;
  }

  showState(quotas) {
    const inUse = total(quotas, 'inUse') + total(quotas, 'resting');
    const waiting = total(quotas, 'waiting');
    const coolingMs = Math.max(0, ...quotas.map(({ coolingDownMs }) => coolingDownMs));
    const [state, text] =
      coolingMs > 0
        ? ['cooling', `cooling down, ${duration(coolingMs)} left`]
        : waiting > 0
          ? ['queue', `${count(waiting)} waiting`]
          : inUse > 0
            ? ['busy', `${count(inUse)} in use`]
            : ['idle', 'idle'];
    this.parts.state.dataset.state = state;
    setText(this.parts.state, text);
  }
}

const total = (quotas, field) => quotas.reduce((sum, quota) => sum + quota[field], 0);
