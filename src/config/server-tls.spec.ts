import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../test/support/process/make-certificate';
import { PROVIDERS } from '../providers/registry';
import { compareSettings } from './compare-settings';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';

const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'tls-')));
const [one, other] = folders.map((folder) => makeCertificate(folder)) as [Made, Made];
type Made = ReturnType<typeof makeCertificate>;

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const load = (tls: object | undefined, jwksToken = 'token') =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'f' },
    providers: PROVIDERS,
    readFile: (path) =>
      path === 'f'
        ? JSON.stringify({
            server: { tls },
            auth: { jwt: { issuer: 'i', audience: 'a', jwksUri: 'https://i.test', jwksToken } },
            connections: {
              main: {
                provider: 'nexconn',
                appKey: 'key',
                appSecret: 'secret',
                baseUrls: ['https://vendor.test'],
              },
            },
          })
        : readFileSync(path, 'utf8'),
  });

const faultsOf = (tls: object): readonly string[] => {
  try {
    load(tls);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

it('reads the texts of the files', () => {
  const { cert, key, ca } = one;
  const { tls } = load({ cert, key, clientCa: ca }).server;
  expect(tls?.cert).toBe(readFileSync(cert, 'utf8'));
  expect(tls?.clientCa).toBe(readFileSync(ca, 'utf8'));
  expect(JSON.stringify(tls)).not.toContain('PRIVATE KEY');
  expect(load(undefined).server.tls).toBeUndefined();
});

it.each([
  ['a missing key', () => ({ cert: one.cert }), /^server\.tls\.key: /],
  ['a file that is absent', () => ({ ...one, cert: '/absent' }), /^server\.tls\.cert: .*ENOENT/],
  ['a key of another', () => ({ ...one, key: other.key }), /^server\.tls: .*KEY_VALUES_MISMATCH/],
  ['a key for a certificate', () => ({ ...one, cert: one.key }), /^server\.tls\.cert: cannot be/],
  ['a key for an authority', () => ({ ...one, clientCa: one.key }), /^server\.tls\.clientCa: has/],
])('refuses %s', (_, tls, fault) => {
  const section = Object.fromEntries(Object.entries(tls()).filter(([name]) => name !== 'ca'));
  expect(faultsOf(section)).toEqual([expect.stringMatching(fault)]);
});

it('names each text that TLS cannot use, beside a file that is absent', () => {
  const { cert, key } = one;
  expect(faultsOf({ cert: key, key: cert })).toEqual([
    expect.stringMatching(/^server\.tls\.cert: cannot be used by TLS \(ERR_/),
    expect.stringMatching(/^server\.tls\.key: cannot be used by TLS \(ERR_/),
  ]);
  expect(faultsOf({ cert: '/absent', key: cert })).toEqual([
    expect.stringMatching(/^server\.tls\.cert: .*ENOENT/),
    expect.stringMatching(/^server\.tls\.key: cannot be used by TLS \(ERR_/),
  ]);
});

it('applies other certificates at once, but no other change between none, one and both sides', () => {
  const [first, second] = [one, other].map(({ cert, key }) => load({ cert, key }));
  const mutual = load({ cert: other.cert, key: other.key, clientCa: other.ca });
  if (!first || !second) throw new Error('unreachable');
  const renewed = compareSettings(first, second);
  expect([renewed.changed, renewed.needRestart]).toEqual([['server.tls'], []]);
  expect(renewed.settings.server.tls).toBe(second.server.tls);
  const { cert, key } = second.server.tls ?? {};
  for (const [after, inUse] of [
    [mutual, { cert, key }],
    [load(undefined), first.server.tls],
  ] as const) {
    const changes = compareSettings(first, after);
    expect(changes.needRestart).toEqual(['server.tls']);
    expect(changes.settings.server.tls).toEqual(inUse);
  }
});

it('applies another secret, which no comparison of objects sees', () => {
  const { settings } = compareSettings(load(undefined), load(undefined, 'another'));
  expect(settings.auth.issuers[0]?.jwksToken?.reveal()).toBe('another');
});
