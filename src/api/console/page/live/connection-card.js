import { copyOf, element, setText } from '../shared/dom.js';
import { count } from '../shared/format.js';
import { ActivityPanel } from './activity-panel.js';
import { ClientTable } from './client-table.js';
import { connectionStatus } from './connection-status.js';
import { QuotaChart } from './quota-chart.js';
import { QuotaRow } from './quota-row.js';
import { Timeline, usedTokens } from './timeline.js';

/** The card of one connection: a chart of one quota, latencies and errors, and tables of quotas and clients. */
export class ConnectionCard {
  /** The quota that the reader has selected for the chart. */
  selectedQuota = undefined;
  /** The quota that the chart shows without a selection. */
  busiestQuota = undefined;

  /** @param {string[]} quotaFigures names of the figures of a quota, in their order in a sample */
  constructor(description, quotaFigures, keptMs) {
    const { root, parts } = copyOf('connection-template');
    Object.assign(this, { root, parts });
    this.timeline = new Timeline(description, quotaFigures, keptMs);
    root.dataset.connection = description.name;
    setText(parts.name, description.name);
    setText(parts.provider, description.title);
    setText(parts.caption, `Quotas of ${description.name}`);
    this.rows = description.quotas.map(
      (quota) => new QuotaRow(quota, () => this.select(quota.name)),
    );
    this.clients = new ClientTable(parts, description.name);
    parts.rows.append(...this.rows.map((row) => row.root));
  }

  get hasProblem() {
    return this.parts.state.dataset.state === 'bad';
  }

  /** Draws the latest samples. The card must be in the page: plots take the width of their element. */
  show() {
    const { timeline, parts } = this;
    if (timeline.last === undefined) return;
    this.chart ??= new QuotaChart(parts);
    this.activity ??= new ActivityPanel(parts);
    const charted = this.chartedRow();
    for (const row of this.rows) {
      row.show(timeline);
      row.selected = row === charted;
    }
    if (charted !== undefined) this.chart.show(timeline, charted);
    this.activity.show(timeline);
    this.clients.show(timeline);
    this.showFacts(timeline.last);
    const { status, text } = connectionStatus(timeline);
    parts.state.dataset.state = status;
    setText(parts.state, text);
  }

  select(quota) {
    this.selectedQuota = quota;
    this.show();
  }

  /** The selected quota, else the busiest one. The latter changes only for one that is twice as busy. */
  chartedRow() {
    const { timeline, rows } = this;
    const selected = rows.find(({ name }) => name === this.selectedQuota);
    if (selected !== undefined) return selected;
    const load = ({ name }) => timeline.max((sample) => loadOf(timeline.quota(name, sample)));
    const [busiest] = rows.toSorted((one, other) => load(other) - load(one));
    const previous = rows.find(({ name }) => name === this.busiestQuota) ?? busiest;
    const charted =
      busiest !== undefined && load(previous) < load(busiest) / 2 ? busiest : previous;
    this.busiestQuota = charted?.name;
    return charted;
  }

  showFacts({ hosts, fleet }) {
    const facts = JSON.stringify([hosts, fleet]);
    if (this.shownFacts === facts) return;
    this.shownFacts = facts;
    this.parts.facts.replaceChildren(
      ...hosts.map(hostFact),
      fleetFact(fleet),
      ...suspendedFacts(fleet),
    );
  }
}

/** Used tokens and waiting callers as a share of the limit. */
const loadOf = (quota) => (usedTokens(quota) + quota.waiting) / Math.max(1, quota.limit);

function hostFact({ host, inUse, circuit }) {
  const words = [inUse ? 'in use' : 'not in use'];
  if (circuit !== 'closed') words.push(`circuit ${circuit}`);
  const closedStyle = inUse ? 'good' : 'soft';
  return element(
    'li',
    { className: `fact ${circuit === 'closed' ? closedStyle : 'bad'}` },
    element('code', { textContent: host }),
    ` ${words.join(', ')}`,
  );
}

function fleetFact({ mode, untilMs, replicas }) {
  const texts = {
    one: 'one replica',
    shared: `${count(replicas)} ${replicas === 1 ? 'replica shares' : 'replicas share'} the quotas`,
    quarantined: 'quarantine: Redis may have lost what was used',
    fallback: 'Redis is unreachable: this replica is in fallback',
    refusing: 'Redis is unreachable: this replica refuses calls',
  };
  return element('li', {
    className: `fact ${['one', 'shared'].includes(mode) ? 'soft' : 'bad'}`,
    textContent: untilMs === undefined ? texts[mode] : `${texts[mode]} until ${timeOf(untilMs)}`,
  });
}

const suspendedFacts = ({ suspended = [] }) =>
  suspended.map(({ replica, untilMs }) =>
    element('li', {
      className: 'fact bad',
      textContent: `share of silent replica ${replica} suspended until ${timeOf(untilMs)}`,
    }),
  );

const timeOf = (unixMs) => new Date(unixMs).toLocaleTimeString('en-GB');
