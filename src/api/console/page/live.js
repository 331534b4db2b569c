import { ConnectionCard } from './connection-card.js';
import { openFeed } from './feed.js';
import { byId, setText } from './page.js';
import { failureView } from './problem.js';

/**
 * Shows every connection as it works, once a second.
 * @returns {() => void} begins anew, as after a change of the key
 */
export function watchConnections() {
  let cards = new Map();
  let trouble = '';
  let isDue = false;

  const on = {
    connections({ connections, quotaFigures, keptMs }) {
      const before = cards;
      cards = new Map(
        connections.map((about) => {
          const known = before.get(about.name);
          const isSame = JSON.stringify(known?.timeline.about) === JSON.stringify(about);
          return [about.name, isSame ? known : new ConnectionCard(about, quotaFigures, keptMs)];
        }),
      );
      byId('connections').replaceChildren(...[...cards.values()].map(({ root }) => root));
    },
    sample({ atMs, connections }) {
      for (const { name, ...sample } of connections) cards.get(name)?.timeline.add(atMs, sample);
      due();
    },
  };

  /** Five minutes come at once at the start, and are drawn at once. */
  function due() {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      for (const card of cards.values()) card.show();
      announce(cards);
    });
  }

  /** Said once, not every second: the notice is read out. */
  function tell(error) {
    const said = error === undefined ? '' : (error.problem?.code ?? 'no answer');
    document.body.classList.toggle('stale', said !== '');
    const time = new Date().toLocaleTimeString('en-GB');
    setText(byId('heartbeat'), said === '' ? `Live · ${time}` : 'Not live');
    if (said === trouble) return;
    trouble = said;
    byId('notice').replaceChildren(...(error === undefined ? [] : [failureView(error)]));
  }

  return openFeed({
    on: (event, data) => on[event]?.(data),
    live: () => tell(undefined),
    failed: tell,
  });
}

/** What has gone wrong at which connections, for who does not see it. */
function announce(cards) {
  const bad = [...cards.values()].filter(({ parts }) => parts.state.dataset.state === 'bad');
  const names = bad.map(({ timeline }) => timeline.about.name);
  setText(byId('alerts'), names.length === 0 ? '' : `In trouble: ${names.join(', ')}`);
}
