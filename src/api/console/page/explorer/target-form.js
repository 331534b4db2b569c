import { byId, setChoices, setText } from '../shared/dom.js';

const RESOURCE_LABELS = {
  message: 'message metadata',
  channel: 'channel metadata',
  counters: 'counters',
};
/** Verbs whose rows have values: a row without a key adds a value to the key above it. */
const VERBS_WITH_VALUES = new Set(['set', 'add-values', 'remove-values', 'change-values']);

/** Explanations of the rows, by verb. */
const ROW_HINTS = {
  get: 'Without keys, all entries are read.',
  'get-many': 'Without keys, all entries of each message are read.',
  set: 'A row without a key adds a value to the key above it.',
  change: '',
  delete: '',
  'add-values': 'One key; a row without a key adds a value.',
  'remove-values': 'One key; a row without a key adds a value.',
  'change-values': 'A row without a key has another value of the key above it.',
};

const selected = (id) => byId(id).value;

/** Offers the channel types, resources and verbs that the connection's vendor supports. */
export function offerCapabilities(capabilities) {
  setChoices(
    byId('channel-type'),
    supportedChannelTypes(capabilities).map((value) => ({ value })),
  );
  const channelType = selected('channel-type');
  setChoices(
    byId('resource'),
    Object.entries(capabilities).map(([value, channelTypes]) => ({
      value,
      label: RESOURCE_LABELS[value] ?? value,
      disabled: !hasSupportedVerb(channelTypes[channelType]),
    })),
  );
  const verbs = capabilities[selected('resource')]?.[channelType] ?? {};
  setChoices(
    byId('verb'),
    Object.entries(verbs).map(([value, { support }]) => ({
      value,
      label: support === 'native' ? value : `${value} (${support})`,
      disabled: support === 'unsupported',
    })),
  );
  showSupport(verbs[selected('verb')]);
  showFields();
}

const hasSupportedVerb = (verbs = {}) =>
  Object.values(verbs).some(({ support }) => support !== 'unsupported');

/** Channel types for which the vendor supports any verb of any resource. */
function supportedChannelTypes(capabilities) {
  const resources = Object.values(capabilities);
  const all = new Set(resources.flatMap((channelTypes) => Object.keys(channelTypes)));
  return [...all].filter((channelType) =>
    resources.some((channelTypes) => hasSupportedVerb(channelTypes[channelType])),
  );
}

function showSupport(capability) {
  const { support = '', how, atomic } = capability ?? {};
  const words = [support, atomic === false ? 'not atomic' : '', how].filter(Boolean);
  setText(byId('support'), words.join(' · '));
}

/** Shows the fields that the selected call uses; hidden fields are disabled. */
function showFields() {
  const verb = selected('verb');
  const isRead = verb === 'get' || verb === 'get-many';
  const isShown = {
    community: selected('channel-type') === 'community',
    message: selected('resource') === 'message' && verb !== 'get-many',
    messages: verb === 'get-many',
    options: !isRead,
    upsert: verb === 'set' || verb === 'change',
    create: verb === 'set',
    write: !isRead,
    conditional: !isRead && selected('resource') !== 'counters',
    cursor: verb === 'get',
    read: isRead,
  };
  for (const field of document.querySelectorAll('[data-for]')) {
    field.hidden = !isShown[field.dataset.for];
    for (const input of field.querySelectorAll('input, textarea')) input.disabled = field.hidden;
  }
  byId('rows').dataset.verb = verb;
  for (const key of byId('rows').querySelectorAll('.row + .row [name="key"]'))
    key.placeholder = VERBS_WITH_VALUES.has(verb) ? 'as above' : '';
  byId('all-field').hidden = verb !== 'delete';
  setText(byId('row-hint'), ROW_HINTS[verb] ?? '');
}
