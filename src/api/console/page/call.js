/** From what the form says to a call of the API. Pure. */

const each = encodeURIComponent;

/** The address of everything that belongs to a place: M, C or N of the API. */
function addressOf({ connection, channelType, channelId, messageId, resource }) {
  const channel = `/v1/connections/${each(connection)}/channels/${channelType}/${each(channelId)}`;
  if (resource === 'message') return `${channel}/messages/${each(messageId)}/metadata`;
  return `${channel}/${resource === 'counters' ? 'counters' : 'metadata'}`;
}

/** Keys with their values; a row without a key gives one more value to the key above it. */
export function entriesOf(rows) {
  const entries = [];
  for (const { key, value } of rows) {
    const above = entries.at(-1);
    if (key === '' && above !== undefined) above.values.push(value);
    else if (key !== '') entries.push({ key, values: [value] });
  }
  return entries;
}

const valueOf = ({ values }) => (values.length === 1 ? { value: values[0] } : { values });

/** One key has an address of its own; several are named in the query. */
const named = (keys) =>
  keys.length === 1
    ? { below: `/${each(keys[0])}` }
    : { query: keys.length > 0 ? [['keys', keys.join(',')]] : [] };

/** How each verb is said over HTTP. */
const VERBS = {
  get: ({ keys, cursor }) => {
    const { query = [], ...rest } = named(keys);
    return { method: 'GET', ...rest, query: [...query, ...(cursor ? [['cursor', cursor]] : [])] };
  },
  set: ({ entries, options }) =>
    entries.length === 1
      ? {
          method: 'PUT',
          below: `/${each(entries[0].key)}`,
          body: { ...valueOf(entries[0]), ...options },
        }
      : {
          method: 'PATCH',
          body: {
            entries: entries.map((entry) => ({ key: entry.key, ...valueOf(entry) })),
            ...options,
          },
        },
  change: ({ rows }) => ({
    method: 'PATCH',
    body: {
      counters: rows.map(({ key, op, amount }) => ({ key, op, amount: Number(amount) })),
    },
  }),
  delete: ({ keys, all }) => ({
    method: 'DELETE',
    ...(all ? { query: [['all', 'true']] } : named(keys)),
  }),
  'add-values': ({ entries: [entry] }) => ({
    method: 'POST',
    below: `/${each(entry?.key ?? '')}/values`,
    body: { values: entry?.values ?? [] },
  }),
  'remove-values': ({ entries: [entry] }) => ({
    method: 'DELETE',
    below: `/${each(entry?.key ?? '')}/values`,
    query: (entry?.values ?? []).map((value) => ['values', value]),
  }),
};

/**
 * @returns {{method: string, path: string, headers: Record<string, string>, body?: object}}
 * @throws {SyntaxError} where the options are no JSON
 */
export function callOf(said) {
  const { subchannelId, channelType, verb, optionsText, actorId, wait, strict } = said;
  const rows = said.rows.filter(({ key, value }) => key !== '' || value !== '');
  const options = optionsText.trim() === '' ? {} : { options: JSON.parse(optionsText) };
  const keys = rows.map(({ key }) => key).filter((key) => key !== '');
  const entries = entriesOf(rows);
  const {
    method,
    below = '',
    query = [],
    body,
  } = VERBS[verb]({ ...said, rows, keys, entries, options });
  const place = channelType === 'community' && subchannelId ? [['subchannelId', subchannelId]] : [];
  const prefer = [wait !== '' && `wait=${wait}`, strict && verb !== 'get' && 'handling=strict'];
  return {
    method,
    path: addressOf(said) + below + queryText([...query, ...place]),
    headers: {
      ...(actorId !== '' && { 'X-Actor-Id': actorId }),
      ...(said.idempotencyKey && { 'Idempotency-Key': said.idempotencyKey }),
      ...(said.ifMatch && { 'If-Match': said.ifMatch }),
      ...(prefer.some(Boolean) && { Prefer: prefer.filter(Boolean).join(', ') }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  };
}

/** The same call, explained instead of carried out. */
export const dryRunOf = (call) => ({
  ...call,
  path: `${call.path}${call.path.includes('?') ? '&' : '?'}dryRun=true`,
});

const queryText = (pairs) =>
  pairs.length === 0 ? '' : `?${pairs.map(([name, text]) => `${name}=${each(text)}`).join('&')}`;
