import { openExplorer } from './explorer/explorer.js';
import { showLiveConnections } from './live/live-connections.js';
import { ROOT } from './shared/api-client.js';
import { currentKey, storeKey } from './shared/api-key.js';
import { byId, setText } from './shared/dom.js';

/** These two need no credentials. `start` has the sandbox's key and examples, or neither. */
const [start, { version }] = await Promise.all(
  ['/console/start.json', '/version'].map(async (path) => (await fetch(ROOT + path)).json()),
);
setText(byId('version'), version);

if (currentKey() === '') storeKey(start.apiKey);
const keyField = byId('api-key');
keyField.value = currentKey();

const restartLiveConnections = showLiveConnections();
const explorer = openExplorer(start);

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  storeKey(keyField.value.trim());
  restartLiveConnections();
  void explorer.refresh();
});
