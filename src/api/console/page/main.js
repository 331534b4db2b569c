import { openExplorer } from './explorer.js';
import { ROOT } from './gateway.js';
import { currentKey, keepKey } from './key.js';
import { byId, setText } from './page.js';
import { watchConnections } from './live.js';

/** What the gateway gives to everybody: its version and, in the sandbox, a key and examples. */
const [start, { version }] = await Promise.all(
  ['/console/start.json', '/version'].map(async (path) => (await fetch(ROOT + path)).json()),
);
setText(byId('version'), version);

if (currentKey() === '') keepKey(start.apiKey);
const field = byId('api-key');
field.value = currentKey();

const watchAnew = watchConnections();
const explorer = openExplorer(start);

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  keepKey(field.value.trim());
  watchAnew();
  void explorer.refresh();
});
