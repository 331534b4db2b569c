/** Every documented request and reply, compared with the bytes that the gateway sends and returns. */
import { createHash } from 'node:crypto';
import type { Documented } from '../fixtures/fixture';
import { NEXCONN_FIXTURES, SIGNATURES } from '../fixtures/nexconn';
import { SENDBIRD_FIXTURES } from '../fixtures/sendbird';
import { STREAM_FIXTURES } from '../fixtures/stream';
import { TENCENT_FIXTURES } from '../fixtures/tencent';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';
import { headerOf, type WireRequest } from '../support/vendor/wire';
import { nexconn } from '../../src/providers/nexconn';
import { NexconnSettings } from '../../src/providers/nexconn/settings';
import { isSignedWith, readUserSig } from '../../src/sandbox/tencent/http/user-sig';

const APP_KEY = 'uwd1c0sxdlx2';
const SECRET = 'Y1W2MeFwwwRxa0';
const TOKEN = 'TOK';
const SECRET_KEY = 'sandbox-secret-key';
/** Computed independently of this code, for the secret `sandbox-api-secret`. */
const SERVER_TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXIiOnRydWV9.CpgiuEiKPnUq2cBHeb_00ekhKNHZ7Act5TcE15PLbTM';

let vendor: ScriptedVendor;
let gateway: TestGateway;
beforeAll(async () => {
  vendor = await startScriptedVendor();
  const baseUrls = [vendor.url];
  const signed = { provider: 'nexconn', baseUrls, appKey: APP_KEY, appSecret: SECRET } as const;
  const token = { provider: 'sendbird', baseUrls, apiToken: TOKEN } as const;
  const app = {
    provider: 'stream',
    baseUrls,
    apiKey: 'KEY',
    apiSecret: 'sandbox-api-secret',
  } as const;
  gateway = await startGateway({
    connections: {
      'nexconn-classic': { ...signed, profile: 'classic' },
      'nexconn-current': { ...signed, profile: 'current' },
      'nexconn-rongcloud': { ...signed, profile: 'rongcloud' },
      'sendbird-sorted': { ...token, metaarray: 'sorted' },
      'sendbird-legacy': { ...token, metaarray: 'legacy' },
      tencent: {
        provider: 'tencent',
        baseUrls,
        sdkAppId: 1_400_000_001,
        identifier: 'gateway',
        secretKey: SECRET_KEY,
      },
      'stream-get': { ...app, channelRead: 'get' },
      'stream-query': {
        ...app,
        channelRead: 'query',
        requireActor: false,
        defaultActorId: undefined,
      },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

function expectBody(sent: WireRequest, { contentType, body = '', bytes }: Documented): void {
  expect(headerOf(sent, 'content-type')).toBe(contentType);
  if (contentType?.startsWith('application/json') !== true) expect(sent.body).toBe(body);
  else {
    expect(JSON.parse(sent.body)).toEqual(JSON.parse(body));
    expect(Buffer.byteLength(sent.body)).toBe(Buffer.byteLength(JSON.stringify(JSON.parse(body))));
  }
  if (bytes !== undefined) expect(Buffer.byteLength(sent.body)).toBe(bytes);
  const length = body === '' ? undefined : String(Buffer.byteLength(sent.body));
  expect(headerOf(sent, 'content-length')).toBe(length);
}

interface Credentials {
  /** Names of the headers that identify the account and the request. */
  readonly headers: readonly string[];
  check(sent: WireRequest): void;
}

const UUID = /^[\da-f-]{36}$/;

/** By the first word of the connection's name. */
const CREDENTIALS: Readonly<Record<string, Credentials>> = {
  nexconn: {
    headers: ['app-key', 'nonce', 'timestamp', 'signature', 'x-request-id'],
    check(sent) {
      expect(headerOf(sent, 'x-request-id')).toMatch(UUID);
      const [nonce = '', timestamp = ''] = ['nonce', 'timestamp'].map((h) => headerOf(sent, h));
      expect(headerOf(sent, 'app-key')).toBe(APP_KEY);
      expect(nonce).toMatch(/^\d{1,17}$/);
      expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
      const digest = createHash('sha1').update(`${SECRET}${nonce}${timestamp}`).digest('hex');
      expect(headerOf(sent, 'signature')).toBe(digest);
    },
  },
  sendbird: {
    headers: ['accept', 'api-token'],
    check(sent) {
      expect(headerOf(sent, 'api-token')).toBe(TOKEN);
    },
  },
  stream: {
    headers: ['accept', 'authorization', 'stream-auth-type', 'x-client-request-id'],
    check(sent) {
      expect(headerOf(sent, 'authorization')).toBe(SERVER_TOKEN);
      expect(headerOf(sent, 'stream-auth-type')).toBe('jwt');
      expect(headerOf(sent, 'x-client-request-id')).toMatch(UUID);
    },
  },
  tencent: {
    headers: ['accept'],
    check({ path }) {
      const query = new URLSearchParams(path.split('?')[1]);
      const userSig = readUserSig(query.get('usersig') ?? '');
      expect(userSig).toMatchObject({ identifier: 'gateway', sdkAppId: 1_400_000_001 });
      expect(userSig && isSignedWith(SECRET_KEY, userSig)).toBe(true);
      expect(Number(query.get('random'))).toBeLessThan(2 ** 32);
    },
  },
};

/** The path as sent; dots stand for the parts of a query that differ from call to call. */
const comparablePath = ({ path }: WireRequest): string =>
  path.replace(/(&usersig=)[\w*-]+(&random=)\d{1,10}&/, '$1…$2…&');

describe.each([...NEXCONN_FIXTURES, ...SENDBIRD_FIXTURES, ...STREAM_FIXTURES, ...TENCENT_FIXTURES])(
  '$source ($connection)',
  ({ connection, actor, call: [method, path, body], documented, answer }) => {
    const send = () =>
      gateway.call(method, `/v1/connections/${connection}/channels/${path}`, {
        body,
        ...(actor !== undefined && { headers: { 'X-Actor-Id': actor } }),
      });
    beforeEach(() => {
      vendor.script(
        ...documented.map(({ reply, replyStatus = 200, replyType = 'application/json' }) => ({
          status: replyStatus,
          headers: { 'Content-Type': replyType },
          body: reply,
        })),
      );
    });

    it('is sent as documented, and its reply is returned', async () => {
      const got = await send();
      expect([got.status, got.body]).toEqual([answer.status, answer.body]);
      expect(vendor.requests.map((sent) => [sent.method, comparablePath(sent)])).toEqual(
        documented.map((one) => [one.method, one.path]),
      );
      for (const [index, one] of documented.entries()) {
        const sent = vendor.requests[index];
        if (sent !== undefined) expectBody(sent, one);
      }
    });

    it('has the documented credentials and only the necessary headers', async () => {
      await send();
      expect(vendor.requests).toHaveLength(documented.length);
      const credentials = CREDENTIALS[connection.split('-')[0] ?? ''];
      for (const sent of vendor.requests) {
        const own = sent.body === '' ? [] : ['content-type', 'content-length'];
        const needed = ['accept-encoding', 'connection', 'host', ...own];
        const names = sent.headers.map(([name]) => name.toLowerCase());
        expect(names.sort()).toEqual([...needed, ...(credentials?.headers ?? [])].sort());
        credentials?.check(sent);
      }
    });
  },
);

it('Nexconn, delete message metadata with echoToActor in a batch: sends the captured request', async () => {
  vendor.script({ status: 200, body: '{"code":0}' });
  const operation = {
    id: '1',
    connection: 'nexconn-current',
    channelType: 'direct',
    channelId: 'tjw3zbMrU',
    messageId: 'BRGM-DEN2-01E4-BN66',
    verb: 'delete',
    keys: ['type'],
    actorId: 'WNYZbMqpH',
    options: { nexconn: { echoToActor: true } },
  };
  await gateway.call('POST', '/v1/batch', { body: { operations: [operation] } });
  const [sent] = vendor.requests;
  expect(sent?.path).toBe('/v4/channel-type/message/metadata/delete');
  expect(sent?.body).toBe(
    '{"messageId":"BRGM-DEN2-01E4-BN66","userId":"WNYZbMqpH","channelType":1,"channelId":"tjw3zbMrU","keys":["type"],"syncToSender":1}',
  );
  expect(sent?.body).toHaveLength(129);
});

describe('Nexconn, API request signature', () => {
  it.each(SIGNATURES)(
    'is correct for secret %s, nonce %s, timestamp %i',
    (appSecret, nonce, nowMs, signature) => {
      const settings = Object.assign(new NexconnSettings(), { appKey: APP_KEY, appSecret });
      const plan = nexconn.createAdapter(settings).plans['channel.get'];
      const target = { connection: 'c', channelType: 'open', channelId: 'kvchatroom2' } as const;
      const request = plan?.({ target, options: {}, strict: false }).next().value;
      if (request === undefined || !('method' in request)) throw new Error('no request');
      expect(
        nexconn.createAdapter(settings).sign(request, { nowMs, nonce, requestId: '' }).headers,
      ).toMatchObject({
        'App-Key': APP_KEY,
        Nonce: nonce,
        Timestamp: String(nowMs),
        Signature: signature,
      });
    },
  );

  it('is new for every attempt', async () => {
    vendor.script({ status: 200, body: '{"code":200,"keys":[]}' });
    const path = '/v1/connections/nexconn-classic/channels/open/kvchatroom2/metadata';
    await gateway.call('GET', path);
    await gateway.call('GET', path);
    const [one, other] = vendor.requests.map((sent) => headerOf(sent, 'signature'));
    expect(one).not.toBe(other);
  });
});
