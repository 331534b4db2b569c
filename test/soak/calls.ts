const CONNECTIONS = '/v1/connections';
const DIRECT = `${CONNECTIONS}/nexconn/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata`;
const GROUP = `${CONNECTIONS}/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata`;
const OPEN = `${CONNECTIONS}/nexconn/channels/open/kvchatroom2/metadata`;
const MESSAGE = `${CONNECTIONS}/sendbird/channels/group/sendbird_group_channel_1/messages/273778828/metadata`;
const CHANNEL = `${CONNECTIONS}/sendbird/channels/open/sendbird_open_channel_1`;

export interface SoakCall {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller disconnects after this long. */
  readonly disconnectAfterMs?: number;
}

const WAIT = { Prefer: 'wait=5' };

/** One call of every kind, valid and invalid. `turn` varies keys, values and actors. */
export const createCalls = (turn: number): readonly SoakCall[] => {
  const key = `k${turn % 20}`;
  const asActor = { ...WAIT, 'X-Actor-Id': `user-${turn % 50}` };
  return [
    { method: 'PUT', path: `${DIRECT}/${key}`, body: { value: `${turn}` }, headers: WAIT },
    { method: 'PUT', path: `${GROUP}/${key}`, body: { value: `${turn}` }, headers: asActor },
    { method: 'GET', path: DIRECT, headers: WAIT },
    { method: 'DELETE', path: `${GROUP}?keys=${key},none`, headers: WAIT },
    { method: 'PUT', path: `${OPEN}/${key}`, body: { value: `${turn}` }, headers: WAIT },
    { method: 'GET', path: `${OPEN}?keys=${key}`, headers: WAIT },
    { method: 'PUT', path: `${MESSAGE}/${key}`, body: { values: [`${turn}`] }, headers: WAIT },
    { method: 'POST', path: `${MESSAGE}/many/values`, body: { values: [key] }, headers: WAIT },
    { method: 'GET', path: MESSAGE, headers: WAIT },
    {
      method: 'PATCH',
      path: `${CHANNEL}/counters`,
      body: { counters: [{ key: 'likes', op: 'increase', amount: 1 }] },
      headers: { ...WAIT, 'Idempotency-Key': `soak-${turn}` },
    },
    { method: 'PUT', path: `${CHANNEL}/metadata/${key}`, body: { value: `${turn}` } },
    { method: 'PUT', path: `${GROUP}/${key}`, body: { value: '1' }, headers: { Prefer: 'wait=0' } },
    {
      method: 'PUT',
      path: `${GROUP}/${key}`,
      body: { value: 'v' },
      headers: asActor,
      disconnectAfterMs: 20,
    },
    { method: 'PUT', path: `${DIRECT}/${key}`, body: { nothing: turn } },
    { method: 'GET', path: `${DIRECT}?dryRun=true` },
    { method: 'GET', path: `${CONNECTIONS}/nexconn/quotas` },
  ];
};
