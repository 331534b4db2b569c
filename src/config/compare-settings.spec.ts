import { PROVIDERS } from '../providers/registry';
import { compareSettings } from './compare-settings';
import { loadConfig } from './load-config';
import { Secret } from './secret';
import type { ServerTls } from './settings';

const file = (changes: Readonly<Record<string, string>> = {}) => `
server: { trustProxy: ${changes.trustProxy ?? 'false'}, port: ${changes.port ?? '3000'} }
log: { level: info, format: ${changes.format ?? 'json'} }
limits: { maxWaiting: ${changes.maxWaiting ?? '100'} }
auth:
  apiKeys: [{ client: a, sha256: ${'a'.repeat(64)}, connections: ['*'], access: [read] }]
  jwt: { issuer: i, audience: ${changes.audience ?? 'a'}, jwksUri: 'https://issuer.test' }
egress: { noProxy: [${changes.noProxy ?? ''}] }
connections:
  ${changes.name ?? 'main'}:
    provider: nexconn
    appKey: key
    appSecret: ${changes.appSecret ?? 'one'}
    baseUrls: [https://vendor.test]
    quotas: { group-message: { limit: ${changes.limit ?? '20'} } }
`;

const load = (text: string) =>
  loadConfig({ env: { GATEWAY_CONFIG: 'f' }, providers: PROVIDERS, readFile: () => text });

const changesOf = (changes: Readonly<Record<string, string>>) =>
  compareSettings(load(file()), load(file(changes)));

it('names nothing where the file has the same meaning', () => {
  expect(changesOf({}).changed).toEqual([]);
});

it.each([
  [{ trustProxy: 'true', maxWaiting: '7' }, ['limits.maxWaiting', 'server.trustProxy']],
  [{ appSecret: 'two' }, ['connections.main.appSecret']],
  [{ limit: '10' }, ['connections.main.quotas']],
  [{ port: '3001' }, ['server.port']],
  [{ audience: 'b', noProxy: 'vendor.test' }, ['auth.jwt', 'egress.noProxy']],
  [{ name: 'other' }, ['connections.main', 'connections.other']],
])('names the settings that have changed: %j', (changes, names) => {
  expect(changesOf(changes).changed).toEqual(names);
});

it('keeps the port, and the name of the replica that follows from it, until a restart', () => {
  const { needRestart, settings } = changesOf({ port: '3001' });
  expect(needRestart).toEqual(['server.port']);
  expect(settings.server).toEqual(load(file()).server);
});

describe('certificates of the server', () => {
  const first = { cert: 'cert 1', key: new Secret('key 1') };
  const second = { cert: 'cert 2', key: new Secret('key 2') };
  const clientCa = 'authorities';
  const withTls = (tls?: ServerTls) => {
    const settings = load(file());
    return { ...settings, server: { ...settings.server, ...(tls && { tls }) } };
  };

  it.each<[string, ServerTls | undefined, ServerTls | undefined, ServerTls | undefined]>([
    ['TLS would begin', undefined, first, undefined],
    ['TLS would end', first, undefined, first],
    ['certificates of clients would be asked for', first, { ...second, clientCa }, second],
    [
      'certificates of clients would be asked for no longer',
      { ...first, clientCa },
      second,
      { ...second, clientCa },
    ],
  ])('change at once where they can: %s', (_change, before, loaded, inUse) => {
    const { settings, needRestart } = compareSettings(withTls(before), withTls(loaded));
    expect(settings.server.tls).toEqual(inUse);
    expect(needRestart).toEqual(['server.tls']);
  });
});

it('keeps the format of the log until a restart', () => {
  const { needRestart, changed, settings } = changesOf({ format: 'pretty' });
  expect([needRestart, changed]).toEqual([['log.format'], ['log.format']]);
  expect(settings.log.format).toBe('json');
});
