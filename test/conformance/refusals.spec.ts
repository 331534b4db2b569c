/** Vendor refusals with special causes: credentials, services, full targets, throttling. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { Vendor } from '../support/vendor/sandbox';

let gateway: TestGateway;
beforeAll(async () => {
  const nexconn = { provider: 'nexconn' } as const;
  const sendbird = { provider: 'sendbird' } as const;
  const stream = { provider: 'stream' } as const;
  gateway = await startGateway({
    connections: {
      nexconn,
      'nexconn-key': { ...nexconn, appKey: 'another-key' },
      'nexconn-secret': { ...nexconn, appSecret: 'another-secret' },
      'nexconn-throttled': nexconn,
      sendbird,
      'sendbird-legacy': { ...sendbird, metaarray: 'legacy' },
      'sendbird-token': { ...sendbird, apiToken: 'another-token' },
      'sendbird-throttled': sendbird,
      stream,
      'stream-key': { ...stream, apiKey: 'another-key' },
      'stream-secret': { ...stream, apiSecret: 'another-secret' },
      'stream-no-actor': { ...stream, requireActor: false, defaultActorId: undefined },
      'stream-throttled': stream,
    },
  });
});
beforeEach(() => Promise.all(Object.values(gateway.sandboxes).map((sandbox) => sandbox.reset())));
afterAll(() => gateway.close());

const at = (connection: string, place: string) => `/v1/connections/${connection}/channels/${place}`;
const CHATROOM = 'open/kvchatroom2/metadata';
const DIRECT = 'direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const SB_CHANNEL = 'group/sendbird_group_channel_1/metadata';
const SB_MESSAGE = 'group/sendbird_group_channel_1/messages/273778828/metadata';
const ROOM = 'group/room-42/metadata';
const STREAM_MESSAGE = 'group/room-42/messages/m1/metadata';

interface Refusal {
  readonly what: string;
  readonly connection: string;
  readonly vendor: Vendor;
  readonly place: string;
  readonly unknowns?: object;
  readonly problem: string;
  readonly status: number;
  readonly code: number;
}
const nexconn = (
  what: string,
  [connection, place]: readonly [string, string],
  [problem, status, code]: readonly [string, number, number],
  unknowns?: object,
): Refusal => ({
  what,
  connection,
  vendor: 'nexconn',
  place,
  problem,
  status,
  code,
  ...(unknowns !== undefined && { unknowns }),
});
const sendbird: typeof nexconn = (what, place, answer, unknowns) => ({
  ...nexconn(what, place, answer, unknowns),
  vendor: 'sendbird',
});

const stream: typeof nexconn = (what, place, answer, unknowns) => ({
  ...nexconn(what, place, answer, unknowns),
  vendor: 'stream',
});

const REFUSALS: readonly Refusal[] = [
  nexconn('an unknown app key', ['nexconn-key', DIRECT], ['upstream-auth-failed', 400, 1002]),
  nexconn('a wrong secret', ['nexconn-secret', DIRECT], ['upstream-auth-failed', 401, 1004]),
  nexconn('a locked app', ['nexconn', DIRECT], ['upstream-auth-failed', 401, 1006], {
    appState: 'locked',
  }),
  nexconn('a restricted app', ['nexconn', DIRECT], ['upstream-auth-failed', 401, 1007], {
    appState: 'restricted',
  }),
  nexconn('a service that is off', ['nexconn', CHATROOM], ['upstream-not-enabled', 430, 1009], {
    openChannelMetadataEnabled: false,
  }),
  nexconn(
    'a message that is not there',
    ['nexconn', 'direct/a/messages/b/metadata'],
    ['upstream-refused', 400, 1002],
  ),
  nexconn(
    'a channel that is not there',
    ['nexconn', 'open/nowhere/metadata'],
    ['upstream-refused', 400, 1002],
  ),
  sendbird('a wrong token', ['sendbird-token', SB_CHANNEL], ['upstream-auth-failed', 400, 400401]),
  sendbird('a cap of items', ['sendbird', SB_CHANNEL], ['upstream-refused', 400, 400203], {
    metadataItems: 1,
  }),
  sendbird(
    'a dead older endpoint',
    ['sendbird-legacy', SB_MESSAGE],
    ['upstream-refused', 400, 400930],
    { legacyPath: 'dead' },
  ),
  stream('an unknown API key', ['stream-key', ROOM], ['upstream-auth-failed', 401, 2]),
  stream('a wrong secret', ['stream-secret', STREAM_MESSAGE], ['upstream-auth-failed', 401, 43]),
  stream('a missing actor', ['stream-no-actor', STREAM_MESSAGE], ['upstream-refused', 400, 4]),
  stream(
    'a channel that is not there',
    ['stream', 'group/nowhere/metadata'],
    ['target-not-found', 404, 16],
  ),
  stream(
    'a channel of another type',
    ['stream', 'open/room-42/metadata'],
    ['target-not-found', 404, 16],
  ),
  stream(
    'a message that is not there',
    ['stream', 'group/room-42/messages/none/metadata'],
    ['target-not-found', 404, 16],
  ),
  stream('a full channel', ['stream', ROOM], ['upstream-refused', 400, 4], { customDataBytes: 9 }),
  stream('a full message', ['stream', STREAM_MESSAGE], ['upstream-refused', 413, 22], {
    customDataBytes: 9,
    tooBig: 22,
    tooBigStatus: 413,
  }),
];

it.each(REFUSALS)('reports $what as $problem with code $code', async (refusal) => {
  const { connection, vendor, place, unknowns, problem, status, code } = refusal;
  if (unknowns !== undefined) await gateway.sandboxes[vendor].settings({ unknowns });
  const body = { entries: ['a', 'b'].map((key) => ({ key, value: 'v' })) };
  const answer = await gateway.call('PATCH', at(connection, place), { body });
  expect(answer.body).toMatchObject({
    code: problem,
    applied: 'no',
    upstream: { provider: vendor, status, code },
  });
});

it('nexconn: names the keys that were applied before the message was full', async () => {
  const keys = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `k${from + index}`, value: 'v' }));
  const set = (entries: object[]) =>
    gateway.call('PATCH', at('nexconn', DIRECT), { body: { entries } });
  expect((await set(keys(0, 150))).status).toBe(200);
  const answer = await set(keys(150, 160));
  expect(answer.body).toMatchObject({
    code: 'upstream-refused',
    applied: { keys: keys(150, 100).map(({ key }) => key) },
  });
  expect(answer.headers.get('x-quota-cost')).toBe('message-metadata.set;t=2, direct-message;t=2');
});

describe.each([
  ['nexconn', CHATROOM, ['open-channel.get'], 1008, undefined],
  ['sendbird', SB_CHANNEL, ['channel-metadata.get', 'get'], 500910, 1_000],
  // the vendor says in whole seconds when its window ends
  ['stream', ROOM, ['channel.get'], 9, 3_000],
] as const)(
  '%s throttles although the quota is kept',
  (vendor, place, quotas, code, vendorRetryAfterMs) => {
    const path = at(`${vendor}-throttled`, place);
    beforeEach(async () => {
      if (vendor === 'stream')
        await gateway.sandboxes.stream.settings({ quotas: { 'channel.get': { windowMs: 1_000 } } });
    });

    it('returns 429 with Retry-After and starts a cooldown of the quota', async () => {
      await gateway.sandboxes[vendor].faults({ route: '*', kind: 'throttle', times: 1 });
      const answer = await gateway.call('GET', path, { headers: { Prefer: 'wait=0' } });
      expect([answer.status, answer.body]).toEqual([
        429,
        expect.objectContaining({
          code: 'upstream-throttled',
          violatedQuotas: quotas,
          upstream: expect.objectContaining({ provider: vendor, status: 429, code }),
        }),
      ]);
      const { retryAfterMs } = answer.body as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(vendorRetryAfterMs ?? 1_000);
      expect(answer.headers.get('retry-after')).toBe(String(Math.ceil(retryAfterMs / 1_000)));
      const cost = quotas.map((quota) => `${quota};t=1`).join(', ');
      expect(answer.headers.get('x-quota-cost')).toBe(cost);

      const next = await gateway.call('GET', path, { headers: { Prefer: 'wait=0' } });
      expect([next.status, next.body]).toEqual([
        429,
        expect.objectContaining({ code: 'quota-exhausted' }),
      ]);
      expect(next.headers.get('x-quota-cost')).toBe('0');
      expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await gateway.sandboxes[vendor].arrivals()).toHaveLength(1);
    });

    it('waits for the end of the cooldown if the caller can', async () => {
      await gateway.sandboxes[vendor].faults({ route: '*', kind: 'throttle', times: 1 });
      await gateway.call('GET', path, { headers: { Prefer: 'wait=0' } });
      const answer = await gateway.call('GET', path, { headers: { Prefer: 'wait=9' } });
      expect(answer.status).toBe(200);
      const times = (await gateway.sandboxes[vendor].arrivals()).map(({ atMs }) => atMs);
      expect(times).toHaveLength(2);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
    });
  },
);
