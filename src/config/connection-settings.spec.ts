import 'reflect-metadata';
import { PROVIDERS } from '../providers/registry';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';

const SENDBIRD = {
  provider: 'sendbird',
  appId: '9DA1B1F4',
  apiToken: 'token',
  baseUrls: ['https://api-9DA1B1F4.sendbird.com'],
};
const NEXCONN = {
  provider: 'nexconn',
  appKey: 'key',
  appSecret: 'secret',
  baseUrls: ['https://api.sg-light-api.com', 'https://api-b.sg-light-api.com'],
};
const STREAM = {
  provider: 'stream',
  apiKey: 'key',
  apiSecret: 'secret',
  baseUrls: ['https://chat.stream-io-api.com'],
};

/** The faults of a configuration with this connection, without their place. */
function faultsOf(connection: object, files: Readonly<Record<string, string>> = {}) {
  const document = JSON.stringify({
    auth: {
      apiKeys: [
        { client: 'a', sha256: '0'.repeat(64), connections: ['*'], access: ['read', 'write'] },
      ],
    },
    connections: { main: connection },
  });
  try {
    loadConfig({
      env: { GATEWAY_CONFIG: 'gateway.yaml' },
      readFile: (path) => (path === 'gateway.yaml' ? document : (files[path] ?? '')),
      providers: PROVIDERS,
    });
  } catch (error) {
    if (error instanceof ConfigError)
      return error.faults.map((fault) => fault.replace('connections.main.', ''));
    throw error;
  }
  return [];
}

describe('a base URL', () => {
  it.each<[string, object]>([
    ['the documented hosts of Nexconn', NEXCONN],
    ['the documented host of Sendbird', SENDBIRD],
    ['the documented host of Stream', STREAM],
    [
      'a regional host of Stream',
      { ...STREAM, baseUrls: ['https://chat-us-east-1.stream-io-api.com'] },
    ],
    ['a proxy of Stream with a path', { ...STREAM, baseUrls: ['https://proxy.example/chat'] }],
    ['an id in another case', { ...SENDBIRD, baseUrls: ['https://API-9da1b1f4.sendbird.com/'] }],
    ['RongCloud', { ...NEXCONN, profile: 'rongcloud', baseUrls: ['https://api.rong-api.com'] }],
    ['an older host of RongCloud', { ...NEXCONN, baseUrls: ['https://api2-cn.ronghub.com'] }],
    ['a proxy with a path', { ...SENDBIRD, baseUrls: ['https://proxy.example/sendbird'] }],
    ['a sandbox on loopback', { ...SENDBIRD, baseUrls: ['http://127.0.0.1:7102'] }],
    [
      'plain HTTP where the operator accepts it',
      { ...SENDBIRD, baseUrls: ['http://sandbox:7102'], allowInsecure: true },
    ],
  ])('may be %s', (_, connection) => {
    expect(faultsOf(connection)).toEqual([]);
  });

  it.each<[object, string, string]>([
    [SENDBIRD, 'http://api-9DA1B1F4.sendbird.com', 'must begin with https://'],
    [NEXCONN, 'http://proxy.example', 'must begin with https://'],
    [SENDBIRD, 'https://api-9DA1B1F4.sendbird.com/v3', 'must have no path'],
    [SENDBIRD, 'https://proxy.example/v3/', 'must not end with /v3: the gateway adds it'],
    [NEXCONN, 'https://proxy.example/a/v4', 'must not end with /v4: the gateway adds it'],
    [SENDBIRD, 'https://api-OTHER.sendbird.com', 'must be api-9DA1B1F4.sendbird.com'],
    [SENDBIRD, 'https://dashboard.sendbird.com', 'must be api-9DA1B1F4.sendbird.com'],
    [SENDBIRD, 'https://api.sg-light-api.com', 'is a host of Nexconn (RongCloud), but'],
    [NEXCONN, 'https://api-9DA1B1F4.sendbird.com', 'is a host of Sendbird, but the provider'],
    [NEXCONN, 'https://console.rong-api.com', 'must be a host of the API'],
    [STREAM, 'http://chat.stream-io-api.com', 'must begin with https://'],
    [STREAM, 'https://chat.stream-io-api.com/api/v2/chat', 'must have no path'],
    [STREAM, 'https://api.stream-io-api.com', 'must be a host of the Chat API'],
    [STREAM, 'https://chatty.stream-io-api.com', 'must be a host of the Chat API'],
    [STREAM, 'https://getstream.io/chat', 'must have no path'],
    [STREAM, 'https://dashboard.getstream.io', 'must be a host of the Chat API'],
    [STREAM, 'https://api-9DA1B1F4.sendbird.com', 'is a host of Sendbird, but the provider'],
    [SENDBIRD, 'https://chat.stream-io-api.com', 'is a host of Stream, but the provider'],
  ])('of %j cannot be %s', (connection, url, reason) => {
    expect(faultsOf({ ...connection, baseUrls: [url] })).toEqual([
      expect.stringContaining(`baseUrls[0]: ${reason}`),
    ]);
  });
});

describe('a secret', () => {
  it.each([
    ['\uFEFFtoken', 'has a byte-order mark; save the file without it'],
    ['token\n\n', 'begins or ends with white space or a line break'],
    ['to\nken\n', 'has a line break inside'],
    [' token', 'begins or ends with white space or a line break'],
    ['"token"', 'is in quotation marks, which would be a part of it'],
    ['“token”', 'is in quotation marks, which would be a part of it'],
    ['to\u200Bken', 'has a character that is not printable ASCII'],
    ['tokén', 'has a character that is not printable ASCII'],
  ])('cannot be %j', (text, reason) => {
    const connection = { ...SENDBIRD, apiToken: '${file:/token}' };
    const faults = faultsOf(connection, { '/token': text });
    expect(faults).toEqual([`apiToken: ${reason}`]);
  });

  it('may contain quotation marks and spaces', () => {
    expect(faultsOf({ ...SENDBIRD, apiToken: `a "b" 'c'` })).toEqual([]);
  });
});
