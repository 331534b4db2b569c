import { element, setText } from '../shared/dom.js';
import { count, duration } from '../shared/format.js';

/** Clients with a row of their own; the last row has the sums of the others. */
const MAX_ROWS = 10;

/** The clients of a connection that used most tokens over the last minutes, on this replica. */
export class ClientTable {
  /** @param {Record<string, HTMLElement>} parts of the connection template */
  constructor({ clients, clientRows, clientCaption }, connection) {
    Object.assign(this, { root: clients, rows: clientRows });
    setText(clientCaption, `Clients of ${connection}, last five minutes, this replica`);
  }

  show({ samples }) {
    const rows = busiestClients(samples);
    const shown = JSON.stringify(rows);
    if (this.shown === shown) return;
    this.shown = shown;
    this.root.hidden = rows.length === 0;
    this.rows.replaceChildren(...rows.map(clientRow));
  }
}

/** The sums of each client over the samples, the busiest first. */
function busiestClients(samples) {
  const totals = new Map();
  for (const { clients = [] } of samples)
    for (const figures of clients)
      totals.set(figures.client, sumOf(totals.get(figures.client), figures));
  const others = totals.get(undefined);
  totals.delete(undefined);
  const sorted = [...totals.values()].sort((one, other) => busyness(other) - busyness(one));
  const rest = sorted.slice(MAX_ROWS).reduce(sumOf, others);
  return [...sorted.slice(0, MAX_ROWS), ...(rest === undefined ? [] : [otherClients(rest)])];
}

const busyness = ({ tokens, refused }) => tokens + refused;

const otherClients = (figures) => ({ ...figures, client: undefined });

const sumOf = (sum, figures) => ({
  client: figures.client,
  tokens: (sum?.tokens ?? 0) + figures.tokens,
  granted: (sum?.granted ?? 0) + figures.granted,
  waitedMs: (sum?.waitedMs ?? 0) + figures.waitedMs,
  refused: (sum?.refused ?? 0) + figures.refused,
});

function clientRow({ client = 'other clients', tokens, granted, waitedMs, refused }) {
  const row = element(
    'tr',
    { role: 'row' },
    element('th', { role: 'rowheader', scope: 'row', textContent: client }),
    figure('Tokens', tokens, count),
    figure('Mean wait', granted === 0 ? 0 : waitedMs / granted, duration),
    figure('Refused', refused, count),
  );
  row.dataset.client = client;
  return row;
}

/** Shows zero as a dash, which narrow screens hide. */
function figure(label, number, format) {
  const cell = element('td', {
    role: 'cell',
    className: number === 0 ? 'number none' : 'number',
    textContent: number === 0 ? '–' : format(number),
  });
  cell.dataset.label = label;
  return cell;
}
