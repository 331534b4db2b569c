import { read } from './gateway.js';
import { byId, setText } from './page.js';
import { poll } from './poll.js';
import { failureView } from './problem.js';
import { ConnectionCard } from './connection-card.js';

const EVERY_MS = 1_000;

/**
 * Shows every connection's quotas as they stand, once a second.
 * @returns {() => void} asks anew, as after a change of the key
 */
export function watchQuotas() {
  const cards = new Map();
  let trouble = '';

  async function refresh(signal) {
    try {
      const { connections } = await read('/v1/connections', signal);
      showOnly(cards, connections);
      await Promise.all(connections.map(({ name }) => cards.get(name).refresh(signal)));
      if (!signal.aborted) tell(undefined);
    } catch (error) {
      if (!signal.aborted) tell(error);
    }
  }

  /** Said once, not every second: the notice is read out. */
  function tell(error) {
    const said = error === undefined ? '' : `${error.problem?.code ?? 'no answer'}`;
    document.body.classList.toggle('stale', said !== '');
    const time = new Date().toLocaleTimeString('en-GB');
    if (said === '') setText(byId('heartbeat'), `Live · ${time}`);
    else setText(byId('heartbeat'), 'Not live');
    if (said === trouble) return;
    trouble = said;
    byId('notice').replaceChildren(...(error === undefined ? [] : [failureView(error)]));
  }

  return poll(refresh, EVERY_MS);
}

/** One card for each connection that this key may use, in the API's order. */
function showOnly(cards, connections) {
  const names = new Set(connections.map(({ name }) => name));
  for (const name of cards.keys()) if (!names.has(name)) cards.delete(name);
  for (const connection of connections)
    if (!cards.has(connection.name)) cards.set(connection.name, new ConnectionCard(connection));
  const shown = connections.map(({ name }) => cards.get(name).root);
  const list = byId('connections');
  const same = shown.length === list.children.length;
  if (!same || shown.some((card, index) => card !== list.children[index]))
    list.replaceChildren(...shown);
}
