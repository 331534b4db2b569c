/** Settings that Express or the HTTP client would refuse when they are applied are faults of the file. */
import express from 'express';
import { ProxyAgent } from 'undici';
import { PROVIDERS } from '../providers/registry';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';
import type { GatewaySettings } from './settings';

const load = (sections: object): GatewaySettings =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'gateway.yaml' },
    providers: PROVIDERS,
    readFile: () =>
      JSON.stringify({
        auth: {
          apiKeys: [{ client: 'a', sha256: 'a'.repeat(64), connections: ['*'], access: ['read'] }],
        },
        connections: {
          main: {
            provider: 'nexconn',
            appKey: 'key',
            appSecret: 'secret',
            baseUrls: ['https://vendor.test'],
          },
        },
        ...sections,
      }),
  });

function faultsOf(sections: object): readonly string[] {
  try {
    load(sections);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('server.trustProxy', () => {
  it.each([
    '10.0.0.1',
    '10.0.0.0/8',
    '0.0.0.0/1',
    '::1',
    'FD00::/8',
    '::/1',
    '::ffff:10.0.0.1',
    '::ffff:10.0.0.0/104',
    'uniquelocal',
  ])('accepts %s, and so does Express', (range) => {
    const { trustProxy } = load({ server: { trustProxy: [range] } }).server;
    expect(express().set('trust proxy', trustProxy).get('trust proxy')).toEqual([range]);
  });

  it.each([
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/00',
    '10.0.0.0/33',
    'fe80::1%br-lan',
    '::10.0.0.1',
    '64:ff9b::10.0.0.1',
  ])('refuses %s, as Express does', (range) => {
    expect(faultsOf({ server: { trustProxy: [range] } })).toEqual([
      expect.stringMatching(/^server\.trustProxy: .* each with a prefix of at least 1$/),
    ]);
    expect(() => express().set('trust proxy', [range])).toThrow(TypeError);
  });
});

describe('egress.proxy', () => {
  it.each(['http://proxy:3128', 'http://user:50%25off@proxy:3128', 'https://us%C3%A9r:p@proxy'])(
    'accepts %s, and so does the HTTP client',
    async (proxy) => {
      const { egress } = load({ egress: { proxy } });
      await new ProxyAgent(egress.proxy?.reveal() ?? '').close();
    },
  );

  it.each(['http://user:50%off@proxy:3128', 'http://%:p@proxy', 'http://user:%E9@proxy:3128'])(
    'refuses %s, whose credentials cannot be decoded',
    (proxy) => {
      expect(faultsOf({ egress: { proxy } })).toEqual([
        'egress.proxy: must be an http:// or https:// URL of a proxy, without a path; a % in its credentials is written %25',
      ]);
    },
  );
});
