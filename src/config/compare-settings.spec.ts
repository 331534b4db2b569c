import { PROVIDERS } from '../providers/registry';
import { compareSettings } from './compare-settings';
import { loadConfig } from './load-config';

const file = (changes: Readonly<Record<string, string>> = {}) => `
server: { trustProxy: ${changes.trustProxy ?? 'false'}, port: ${changes.port ?? '3000'} }
log: { level: info, format: ${changes.format ?? 'json'} }
limits: { maxWaiting: ${changes.maxWaiting ?? '100'} }
auth: { apiKeys: [{ client: a, sha256: ${'a'.repeat(64)}, connections: ['*'], access: [read] }] }
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
  [{ name: 'other' }, ['connections.main', 'connections.other']],
])('names the settings that have changed: %j', (changes, names) => {
  expect(changesOf(changes).changed).toEqual(names);
});

it('keeps the format of the log until a restart', () => {
  const { needRestart, changed, settings } = changesOf({ format: 'pretty' });
  expect([needRestart, changed]).toEqual([['log.format'], ['log.format']]);
  expect(settings.log.format).toBe('json');
});
