/** Builds API calls from the contents of the form. Pure functions. */

/** The form does not describe a call; the message says why. */
export class InvalidForm extends Error {}

export const INVALID_OPTIONS = 'The vendor options must be JSON.';

/**
 * A text as a segment of a path. Browsers remove `.` and `..`: the call would reach another resource.
 * @throws {InvalidForm} for these
 */
function encode(text) {
  if (text === '.' || text === '..') throw new InvalidForm('No id or key may be "." or "..".');
  return encodeURIComponent(text);
}

/** The path of the metadata of a message, of several messages or of a channel, or of its counters. */
function targetPath({ connection, channelType, channelId, messageId, resource, verb }) {
  const channel = `/v1/connections/${encode(connection)}/channels/${channelType}/${encode(channelId)}`;
  if (verb === 'get-many') return `${channel}/messages/metadata`;
  if (resource === 'message') return `${channel}/messages/${encode(messageId)}/metadata`;
  return `${channel}/${resource === 'counters' ? 'counters' : 'metadata'}`;
}

/** Entries from rows; a row without a key adds a value to the entry above it. */
export function entriesOf(rows) {
  const entries = [];
  for (const { key, value } of rows) {
    const last = entries.at(-1);
    if (key === '' && last !== undefined) last.values.push(value);
    else if (key !== '') entries.push({ key, values: [value] });
  }
  return entries;
}

/** The lists `add` and `remove` from rows; a row without a key adds a value to the entry above it. */
function valueLists(rows) {
  const lists = {};
  let last;
  for (const { key, value, list } of rows) {
    if (key === '' && last !== undefined) last.values.push(value);
    else if (key !== '') {
      last = { key, values: [value] };
      lists[list] = [...(lists[list] ?? []), last];
    }
  }
  return lists;
}

const valueFields = ({ values }) => (values.length === 1 ? { value: values[0] } : { values });

/** A single key is part of the path; several keys are in the query. */
const addressKeys = (keys) =>
  keys.length === 1 ? { subpath: `/${encode(keys[0])}` } : { query: keysQuery(keys) };

const keysQuery = (keys) => (keys.length > 0 ? [['keys', keys.join(',')]] : []);

/** The ids of a text with commas between them. */
const idsOf = (text) =>
  text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

/** A DELETE has no body: its options are JSON text in the query. */
const optionsQuery = ({ options }) =>
  options === undefined ? [] : [['options', JSON.stringify(options)]];

/** The HTTP request of each verb, below the path of the target. */
const REQUESTS = {
  get: ({ keys, cursor }) => {
    if (cursor) return { method: 'GET', query: [...keysQuery(keys), ['cursor', cursor]] };
    return { method: 'GET', ...addressKeys(keys) };
  },
  'get-many': ({ messageIds, keys }) => ({
    method: 'GET',
    query: [['messageIds', idsOf(messageIds).join(',')], ...keysQuery(keys)],
  }),
  set: ({ entries, upsert, options }) =>
    entries.length === 1
      ? {
          method: 'PUT',
          subpath: `/${encode(entries[0].key)}`,
          body: { ...valueFields(entries[0]), ...upsert, ...options },
        }
      : {
          method: 'PATCH',
          body: {
            entries: entries.map((entry) => ({ key: entry.key, ...valueFields(entry) })),
            ...upsert,
            ...options,
          },
        },
  change: ({ rows, upsert, options }) => ({
    method: 'PATCH',
    body: {
      counters: rows.map(({ key, op, amount }) => ({ key, op, amount: Number(amount) })),
      ...upsert,
      ...options,
    },
  }),
  delete: ({ keys, all, options }) => {
    const { query = [], ...rest } = all ? { query: [['all', 'true']] } : addressKeys(keys);
    return { method: 'DELETE', ...rest, query: [...query, ...optionsQuery(options)] };
  },
  'add-values': ({ entries, options }) => {
    const { key, values } = onlyOne(entries);
    return { method: 'POST', subpath: `/${encode(key)}/values`, body: { values, ...options } };
  },
  'change-values': ({ rows, options }) => ({
    method: 'PATCH',
    subpath: '/values',
    body: { ...valueLists(rows), ...options },
  }),
  'remove-values': ({ entries, options }) => {
    const { key, values } = onlyOne(entries);
    return {
      method: 'DELETE',
      subpath: `/${encode(key)}/values`,
      query: [...values.map((value) => ['values', value]), ...optionsQuery(options)],
    };
  },
};

/** @throws {InvalidForm} unless there is one entry */
function onlyOne(entries) {
  if (entries.length !== 1) throw new InvalidForm('This verb takes one key.');
  return entries[0];
}

/**
 * Builds the call that the form describes.
 * @param {object} form the values of the form, and its rows
 * @returns {{method: string, path: string, headers: Record<string, string>, body?: object}}
 * @throws {InvalidForm} if it describes none
 */
export function buildCall(form) {
  const { subchannelId, channelType, verb, optionsText, actorId, wait, strict } = form;
  const rows = form.rows.filter(({ key, value }) => key !== '' || value !== '');
  const options = optionsText.trim() === '' ? {} : { options: parseOptions(optionsText) };
  const upsert = form.existing ? { upsert: false } : {};
  const keys = rows.map(({ key }) => key).filter((key) => key !== '');
  const entries = entriesOf(rows);
  const {
    method,
    subpath = '',
    query = [],
    body,
  } = REQUESTS[verb]({ ...form, rows, keys, entries, options, upsert });
  const subchannel =
    channelType === 'community' && subchannelId ? [['subchannelId', subchannelId]] : [];
  const preferences = [wait !== '' && `wait=${wait}`, strict && 'handling=strict'].filter(Boolean);
  return {
    method,
    path: targetPath(form) + subpath + queryText([...query, ...subchannel]),
    headers: {
      ...(actorId !== '' && { 'X-Actor-Id': actorId }),
      ...(form.maxAge && { 'Cache-Control': `max-age=${form.maxAge}` }),
      ...(form.idempotencyKey && { 'Idempotency-Key': form.idempotencyKey }),
      ...(form.ifMatch && { 'If-Match': form.ifMatch }),
      ...(form.create && { 'If-None-Match': '*' }),
      ...(preferences.length > 0 && { Prefer: preferences.join(', ') }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  };
}

function parseOptions(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidForm(INVALID_OPTIONS);
  }
}

/** The same call as a dry run: the gateway explains it and sends nothing. */
export const asDryRun = (call) => ({
  ...call,
  path: `${call.path}${call.path.includes('?') ? '&' : '?'}dryRun=true`,
});

const queryText = (pairs) =>
  pairs.length === 0
    ? ''
    : `?${pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&')}`;
