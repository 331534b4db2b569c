import { byId, setText } from '../shared/dom.js';
import { failureView } from '../shared/problem-view.js';
import { ConnectionCard } from './connection-card.js';
import { openEventFeed } from './event-feed.js';

/**
 * Shows a card for every connection and updates it once a second.
 * @returns {() => void} restarts with the current API key
 */
export function showLiveConnections() {
  let cards = new Map();
  let isDrawScheduled = false;
  let shownFailure = '';

  const handlers = {
    connections({ connections, quotaFigures, keptMs }) {
      const previous = cards;
      cards = new Map(
        connections.map((description) => {
          const { name } = description;
          const known = previous.get(name);
          const isUnchanged =
            JSON.stringify(known?.timeline.description) === JSON.stringify(description);
          return [
            name,
            isUnchanged ? known : new ConnectionCard(description, quotaFigures, keptMs),
          ];
        }),
      );
      byId('connections').replaceChildren(...[...cards.values()].map(({ root }) => root));
    },
    sample({ atMs, connections, redis }) {
      showRedis(redis);
      for (const { name, ...sample } of connections) cards.get(name)?.timeline.add(atMs, sample);
      scheduleDraw();
    },
  };

  /** The stream begins with the samples of five minutes, which are drawn together. */
  function scheduleDraw() {
    if (isDrawScheduled) return;
    isDrawScheduled = true;
    requestAnimationFrame(() => {
      isDrawScheduled = false;
      for (const card of cards.values()) card.show();
      announceProblems([...cards.values()]);
    });
  }

  /** The notice changes only with the kind of failure: screen readers read it out each time. */
  function showConnectionState(error) {
    const failure = error === undefined ? '' : (error.problem?.code ?? 'no reply');
    document.body.classList.toggle('stale', failure !== '');
    const time = new Date().toLocaleTimeString('en-GB');
    setText(byId('live-state'), failure === '' ? `Live · ${time}` : 'Not live');
    if (failure === shownFailure) return;
    shownFailure = failure;
    byId('notice').replaceChildren(...(error === undefined ? [] : [failureView(error)]));
  }

  return openEventFeed({
    onEvent(event, data) {
      handlers[event]?.(data);
      showConnectionState();
    },
    onFailure: showConnectionState,
  });
}

/** Shows why Redis cannot be used, or which of its commands fail. */
function showRedis(redis) {
  const failing = Object.values(redis?.failing ?? {}).map(({ reason }) => reason);
  const reasons = redis?.reason === undefined ? [...new Set(failing)] : [redis.reason];
  byId('redis-state').hidden = reasons.length === 0;
  setText(byId('redis-state'), reasons.join(' '));
}

/** Names the connections with problems in a status region for screen readers. */
function announceProblems(cards) {
  const names = cards
    .filter(({ hasProblem }) => hasProblem)
    .map(({ timeline }) => timeline.description.name);
  setText(
    byId('alerts'),
    names.length === 0 ? '' : `Connections with problems: ${names.join(', ')}`,
  );
}
