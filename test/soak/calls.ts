const PLACES = '/v1/connections';
const DIRECT = `${PLACES}/nexconn/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata`;
const GROUP = `${PLACES}/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata`;
const OPEN = `${PLACES}/nexconn/channels/open/kvchatroom2/metadata`;
const MESSAGE = `${PLACES}/sendbird/channels/group/sendbird_group_channel_1/messages/273778828/metadata`;
const CHANNEL = `${PLACES}/sendbird/channels/open/sendbird_open_channel_1`;

export interface SoakCall {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller hangs up after so many milliseconds. */
  readonly hangsUpAfterMs?: number;
}

const PATIENT = { Prefer: 'wait=5' };

/** One of everything that callers do, well and badly; `turn` makes keys and actors differ. */
export const callsOf = (turn: number): readonly SoakCall[] => {
  const key = `k${turn % 20}`;
  const actor = { ...PATIENT, 'X-Actor-Id': `user-${turn % 50}` };
  return [
    { method: 'PUT', path: `${DIRECT}/${key}`, body: { value: `${turn}` }, headers: PATIENT },
    { method: 'PUT', path: `${GROUP}/${key}`, body: { value: `${turn}` }, headers: actor },
    { method: 'GET', path: DIRECT, headers: PATIENT },
    { method: 'DELETE', path: `${GROUP}?keys=${key},none`, headers: PATIENT },
    { method: 'PUT', path: `${OPEN}/${key}`, body: { value: `${turn}` }, headers: PATIENT },
    { method: 'GET', path: `${OPEN}?keys=${key}`, headers: PATIENT },
    { method: 'PUT', path: `${MESSAGE}/${key}`, body: { values: [`${turn}`] }, headers: PATIENT },
    { method: 'POST', path: `${MESSAGE}/many/values`, body: { values: [key] }, headers: PATIENT },
    { method: 'GET', path: MESSAGE, headers: PATIENT },
    {
      method: 'PATCH',
      path: `${CHANNEL}/counters`,
      body: { counters: [{ key: 'likes', op: 'increase', amount: 1 }] },
      headers: { ...PATIENT, 'Idempotency-Key': `soak-${turn}` },
    },
    { method: 'PUT', path: `${CHANNEL}/metadata/${key}`, body: { value: `${turn}` } },
    { method: 'PUT', path: `${GROUP}/${key}`, body: { value: '1' }, headers: { Prefer: 'wait=0' } },
    {
      method: 'PUT',
      path: `${GROUP}/${key}`,
      body: { value: 'v' },
      headers: actor,
      hangsUpAfterMs: 20,
    },
    { method: 'PUT', path: `${DIRECT}/${key}`, body: { nothing: turn } },
    { method: 'GET', path: `${DIRECT}?dryRun=true` },
    { method: 'GET', path: `${PLACES}/nexconn/quotas` },
  ];
};
