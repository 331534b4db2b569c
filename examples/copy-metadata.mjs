/**
 * Copies the metadata of a channel, and of messages in it, from one vendor to another through the gateway.
 *
 *   node examples/copy-metadata.mjs FROM TO [MESSAGE=MESSAGE…] [--write]
 *
 * FROM and TO are CONNECTION/CHANNEL-TYPE/CHANNEL; each MESSAGE pair has the id at the source and the id at the
 * target. Nothing is written without --write: a dry run says what would be lost. $CHAT_METADATA_URL and
 * $CHAT_METADATA_KEY name the gateway, by default that of `npm start`.
 */
const { CHAT_METADATA_URL: url = 'http://127.0.0.1:3000', CHAT_METADATA_KEY: key = 'sandbox-key' } =
  process.env;
/** The target vendor cannot have such an entry, which the gateway knows without asking it. */
const CANNOT_HAVE = ['unsupported-by-provider', 'provider-limit'];

const args = process.argv.slice(2);
const isWrite = args.includes('--write');
const [from, to, ...messages] = args.filter((arg) => arg !== '--write');
if (to === undefined || messages.some((pair) => pair.split('=').length !== 2)) {
  console.error('Usage: copy-metadata.mjs FROM TO [MESSAGE=MESSAGE…] [--write]');
  process.exit(2);
}
await copyAll().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

async function copyAll() {
  const copies = [
    ['channel', addressOf(from), addressOf(to)],
    ...messages.map((pair) => {
      const [fromId, toId] = pair.split('=');
      return [`message ${pair}`, addressOf(from, fromId), addressOf(to, toId)];
    }),
  ];
  for (const { title, lost } of await Promise.all([from, to].map(findVendor)))
    for (const fact of lost) console.log(`lost between ${title} and the gateway: ${fact}`);
  for (const each of copies) await copy(...each);
  if (!isWrite) console.log('Nothing was written. Add --write to write it.');
}

/** Copies one place, or says what a copy would lose. */
async function copy(name, source, target) {
  const read = await readEntries(source);
  if (read.problem !== undefined) {
    console.log(`${name}: nothing to copy: ${read.problem.detail}`);
    return;
  }
  const { entries, calls, lost } = await planWrite(target, read.entries);
  console.log(
    `${name}: ${entries.length} of ${read.entries.length} entries, ${calls} vendor calls`,
  );
  for (const [lostKey, reason] of lost) console.log(`  lost: ${lostKey}: ${reason}`);
  for (const field of ['updatedAt', 'ownerId', 'autoDelete'])
    if (read.entries.some((entry) => field in entry))
      console.log(`  lost: ${field} of the entries`);
  if (!isWrite || entries.length === 0) return;
  await callGateway('PATCH', target, { entries });
  console.log('  copied');
}

/** All entries of a place, or the problem of a vendor that has none there. */
async function readEntries(address) {
  const entries = [];
  for (let query = ''; ;) {
    const { reply, problem } = await tryCall('GET', `${address}${query}`);
    if (problem !== undefined) return { problem };
    entries.push(...reply.entries);
    if (reply.nextCursor === undefined) return { entries };
    query = `?cursor=${encodeURIComponent(reply.nextCursor)}`;
  }
}

/** Finds out by dry runs, which use no quota, what the target can have. */
async function planWrite(target, entries) {
  const wanted = entries.map(({ key, values }) => ({ key, values }));
  const whole = await dryRun(target, wanted);
  if (whole.problem === undefined) return { entries: wanted, calls: whole.calls, lost: [] };
  const lost = [];
  const kept = [];
  for (const entry of wanted) {
    const { problem } = await dryRun(target, [entry]);
    const [value] = entry.values;
    const first = { key: entry.key, value };
    if (problem === undefined) kept.push(entry);
    else if (entry.values.length > 1 && (await dryRun(target, [first])).problem === undefined) {
      kept.push(first);
      lost.push([entry.key, `${entry.values.length - 1} of ${entry.values.length} values`]);
    } else lost.push([entry.key, problem.detail]);
  }
  const { calls, problem } = await dryRun(target, kept);
  if (problem === undefined) return { entries: kept, calls, lost };
  return { entries: [], calls: 0, lost: [...lost, ['all others together', problem.detail]] };
}

/** The number of vendor calls that the write would take, or the problem. */
async function dryRun(target, entries) {
  if (entries.length === 0) return { calls: 0 };
  const { reply, problem } = await tryCall('PATCH', `${target}?dryRun=true`, { entries });
  return problem === undefined ? { calls: reply.steps.length } : { problem };
}

async function findVendor(place) {
  const { provider } = await callGateway('GET', `/v1/connections/${parse(place)[0]}`);
  const { providers } = await callGateway('GET', '/v1/providers');
  return providers.find(({ name }) => name === provider);
}

/** The parts of a place stay percent-encoded, as the address has them. */
function parse(place) {
  const parts = place.split('/');
  if (parts.length !== 3) throw new Error(`${place} is not CONNECTION/CHANNEL-TYPE/CHANNEL.`);
  return parts.map(checkSegment);
}

/** A URL loses the segments `.` and `..`, also percent-encoded: the call would reach another resource. */
function checkSegment(part) {
  if (/^(\.|%2e){0,2}$/i.test(part)) throw new Error('No id may be empty, "." or "..".');
  if (/[/?#\\]/.test(part)) throw new Error(`Percent-encode the id ${part}.`);
  return part;
}

function addressOf(place, messageId) {
  const [connection, channelType, channel] = parse(place);
  const message = messageId === undefined ? '' : `/messages/${checkSegment(messageId)}`;
  return `/v1/connections/${connection}/channels/${channelType}/${channel}${message}/metadata`;
}

/** @returns the reply, or the problem of a vendor that cannot have such a thing */
async function tryCall(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      Prefer: 'wait=60',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const reply = await response.json();
  if (response.ok) return { reply };
  if (CANNOT_HAVE.includes(reply.code)) return { problem: reply };
  throw new Error(`${method} ${path}: ${reply.status} ${reply.code}: ${reply.detail}`);
}

async function callGateway(method, path, body) {
  const { reply, problem } = await tryCall(method, path, body);
  if (problem !== undefined) throw new Error(`${method} ${path}: ${problem.detail}`);
  return reply;
}
