const { setTimeout: sleep } = require('node:timers/promises');

const KEY = 'sandbox-key';
const NEXCONN = '/v1/connections/nexconn-sandbox/channels';
const SENDBIRD = '/v1/connections/sendbird-sandbox/channels';
const DIRECT = `${NEXCONN}/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata`;
const GROUP = `${NEXCONN}/group/group-001/messages/MSG-GROUP-1/metadata`;
const ROOM = `${SENDBIRD}/group/sendbird_group_channel_1`;

const put = (place, key) => ({
  method: 'PUT',
  path: `${place}/${key}`,
  body: { value: String(Math.floor(Math.random() * 100)) },
});
const oneOf = (count) => `key${Math.floor(Math.random() * count)}`;

/** Kinds of calls, each a second on average, how far that swings, and how long a swing takes in seconds. */
const KINDS = [
  { rate: 30, swing: 24, everyS: 130, call: () => put(DIRECT, oneOf(40)) },
  { rate: 16, swing: 11, everyS: 80, call: () => ({ method: 'GET', path: `${DIRECT}/key1` }) },
  { rate: 13, swing: 11, everyS: 95, call: () => put(GROUP, oneOf(6)) },
  { rate: 14, swing: 12, everyS: 110, call: () => put(`${ROOM}/metadata`, oneOf(9)) },
  { rate: 16, swing: 12, everyS: 150, call: () => ({ method: 'GET', path: `${ROOM}/metadata` }) },
  {
    ...{ rate: 5, swing: 4, everyS: 60 },
    call: () => ({
      method: 'PATCH',
      path: `${ROOM}/counters`,
      body: { counters: [{ key: 'seats', op: 'increase', amount: 1 }] },
    }),
  },
];
const TURN_MS = 50;
/** A cold gateway gets its calls by and by. */
const RAMP_S = 30;
/** Milliseconds that a vendor takes to answer. */
const LATENCY_MS = [12, 60];

/**
 * Makes calls for so many seconds, then goes on while `look` looks.
 * @param {string} url @param {number} seconds @param {() => Promise<void>} look
 */
async function keepCalling(url, seconds, look) {
  const send = ({ method, path, body }) =>
    fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${KEY}`,
        Prefer: 'wait=3',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).then((answer) => answer.text());
  for (const place of [DIRECT, `${ROOM}/metadata`]) await slowDown(send, place);
  const startedMs = performance.now();
  let isOver = false;
  const loops = KINDS.map(async ({ rate, swing, everyS, call }) => {
    let due = 0;
    while (!isOver) {
      const atS = (performance.now() - startedMs) / 1_000;
      const wave = rate + swing * Math.sin((2 * Math.PI * atS) / everyS);
      const perSecond = wave * Math.min(1, atS / RAMP_S);
      due += Math.min(8, ((perSecond * TURN_MS) / 1_000) * (0.5 + Math.random()));
      for (; due >= 1; due -= 1) send(call()).catch(() => undefined);
      await sleep(TURN_MS);
    }
  });
  await sleep(seconds * 1_000);
  await look();
  isOver = true;
  await Promise.all(loops);
}

/** The sandbox behind a place, which a dry run names, answers as late as a vendor would. */
async function slowDown(send, place) {
  const { steps } = JSON.parse(await send({ method: 'GET', path: `${place}?dryRun=true` }));
  const { origin } = new URL(steps[0].url);
  await fetch(`${origin}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ latencyMs: LATENCY_MS }),
  });
}

module.exports = { keepCalling };
