const { setTimeout: sleep } = require('node:timers/promises');

const KEY = 'sandbox-key';
const NEXCONN = '/v1/connections/nexconn-sandbox/channels';
const SENDBIRD = '/v1/connections/sendbird-sandbox/channels';
const DIRECT = `${NEXCONN}/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata`;
const GROUP = `${NEXCONN}/group/group-001/messages/MSG-GROUP-1/metadata`;
const CHANNEL = `${SENDBIRD}/group/sendbird_group_channel_1`;

const put = (target, key) => ({
  method: 'PUT',
  path: `${target}/${key}`,
  body: { value: String(Math.floor(Math.random() * 100)) },
});
const randomKey = (count) => `key${Math.floor(Math.random() * count)}`;

/** Kinds of calls: the average rate per second, its amplitude, and the period of its oscillation in seconds. */
const KINDS = [
  { rate: 30, amplitude: 24, periodS: 130, call: () => put(DIRECT, randomKey(40)) },
  { rate: 16, amplitude: 11, periodS: 80, call: () => ({ method: 'GET', path: `${DIRECT}/key1` }) },
  { rate: 13, amplitude: 11, periodS: 95, call: () => put(GROUP, randomKey(6)) },
  { rate: 14, amplitude: 12, periodS: 110, call: () => put(`${CHANNEL}/metadata`, randomKey(9)) },
  {
    rate: 16,
    amplitude: 12,
    periodS: 150,
    call: () => ({ method: 'GET', path: `${CHANNEL}/metadata` }),
  },
  {
    rate: 5,
    amplitude: 4,
    periodS: 60,
    call: () => ({
      method: 'PATCH',
      path: `${CHANNEL}/counters`,
      body: { counters: [{ key: 'seats', op: 'increase', amount: 1 }] },
    }),
  },
];
const INTERVAL_MS = 50;
/** The rates grow to their full value during this time. */
const RAMP_UP_S = 30;
/** The range of the vendors' latencies. */
const LATENCY_MS = [12, 60];

/**
 * Makes calls for a number of seconds, then runs `work` while the calls continue.
 * @param {string} url @param {number} seconds @param {() => Promise<void>} work
 */
async function withTraffic(url, seconds, work) {
  const send = ({ method, path, body }) =>
    fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${KEY}`,
        Prefer: 'wait=3',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).then((response) => response.text());
  for (const target of [DIRECT, `${CHANNEL}/metadata`]) await setLatency(send, target);
  const startedMs = performance.now();
  let isOver = false;
  const loops = KINDS.map(async ({ rate, amplitude, periodS, call }) => {
    let due = 0;
    while (!isOver) {
      const atS = (performance.now() - startedMs) / 1_000;
      const current = rate + amplitude * Math.sin((2 * Math.PI * atS) / periodS);
      const perSecond = current * Math.min(1, atS / RAMP_UP_S);
      due += Math.min(8, ((perSecond * INTERVAL_MS) / 1_000) * (0.5 + Math.random()));
      for (; due >= 1; due -= 1) send(call()).catch(() => undefined);
      await sleep(INTERVAL_MS);
    }
  });
  await sleep(seconds * 1_000);
  await work();
  isOver = true;
  await Promise.all(loops);
}

/** Gives the sandbox of a target, whose address a dry run contains, the latency of a real vendor. */
async function setLatency(send, target) {
  const { steps } = JSON.parse(await send({ method: 'GET', path: `${target}?dryRun=true` }));
  const { origin } = new URL(steps[0].url);
  await fetch(`${origin}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ latencyMs: LATENCY_MS }),
  });
}

module.exports = { withTraffic };
