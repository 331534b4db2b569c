import { byId, setChoices, setText } from './page.js';

const WORDS = {
  message: 'message metadata',
  channel: 'channel metadata',
  counters: 'counters',
};
/** Verbs whose rows may leave out the key: one more value of the key above. */
const VALUED = new Set(['set', 'add-values', 'remove-values']);

/** What the rows mean for each verb. */
const HINTS = {
  get: 'No key: every entry.',
  set: 'A row without a key gives one more value to the key above.',
  change: '',
  delete: '',
  'add-values': 'One key; a row without a key is one more value.',
  'remove-values': 'One key; a row without a key is one more value.',
};

const chosen = (id) => byId(id).value;

/** Offers only what the connection's vendor has: resources, then channel types, then verbs. */
export function offer(capabilities) {
  setChoices(
    byId('channel-type'),
    channelTypesOf(capabilities).map((value) => ({ value })),
  );
  const channelType = chosen('channel-type');
  setChoices(
    byId('resource'),
    Object.entries(capabilities).map(([value, places]) => ({
      value,
      label: WORDS[value] ?? value,
      disabled: !hasAny(places[channelType]),
    })),
  );
  const verbs = capabilities[chosen('resource')]?.[channelType] ?? {};
  setChoices(
    byId('verb'),
    Object.entries(verbs).map(([value, { support }]) => ({
      value,
      label: support === 'native' ? value : `${value} (${support})`,
      disabled: support === 'unsupported',
    })),
  );
  showSupport(verbs[chosen('verb')]);
  arrange();
}

const hasAny = (verbs = {}) =>
  Object.values(verbs).some(({ support }) => support !== 'unsupported');

/** Channel types where the vendor has anything at all. */
function channelTypesOf(capabilities) {
  const resources = Object.values(capabilities);
  const all = [...new Set(resources.flatMap((places) => Object.keys(places)))];
  return all.filter((channelType) => resources.some((places) => hasAny(places[channelType])));
}

function showSupport(capability) {
  const { support = '', how, atomic } = capability ?? {};
  const words = [support, atomic === false ? 'not atomic' : '', how].filter(Boolean);
  setText(byId('support'), words.join(' · '));
}

/** Shows the fields that this call has, and no others. */
function arrange() {
  const verb = chosen('verb');
  const shown = {
    community: chosen('channel-type') === 'community',
    message: chosen('resource') === 'message',
    options: verb === 'set',
    write: verb !== 'get',
    tagged: verb !== 'get' && chosen('resource') !== 'counters',
    read: verb === 'get',
  };
  for (const field of document.querySelectorAll('[data-for]')) {
    field.hidden = !shown[field.dataset.for];
    for (const input of field.querySelectorAll('input, textarea')) input.disabled = field.hidden;
  }
  byId('rows').dataset.verb = verb;
  for (const key of byId('rows').querySelectorAll('.row + .row [name="key"]'))
    key.placeholder = VALUED.has(verb) ? 'as above' : '';
  byId('all-field').hidden = verb !== 'delete';
  setText(byId('row-hint'), HINTS[verb] ?? '');
}
