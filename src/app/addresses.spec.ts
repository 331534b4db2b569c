import type { ServerSettings } from '../config';
import { livenessUrl, urlOf } from './addresses';

const addressOf = (address: string) => ({ address, family: '', port: 3000 });
const tls = { cert: '', key: '' };

it.each<[object, string, string]>([
  [{}, '0.0.0.0', 'http://127.0.0.1:3000/health/live'],
  [{}, '::', 'http://[::1]:3000/health/live'],
  [{ metricsPort: 9090 }, '10.0.0.5', 'http://10.0.0.5:3000/health/live'],
  [{ tls }, '127.0.0.1', 'https://127.0.0.1:3000/health/live'],
  [{ tls: { ...tls, clientCa: 'ca' } }, '0.0.0.0', 'tls://127.0.0.1:3000'],
  [
    { tls: { ...tls, clientCa: 'ca' }, metricsPort: 9090 },
    'fd00::5',
    'http://[fd00::5]:9090/health/live',
  ],
])('a server with %j that listens on %s is asked at %s', (settings, address, url) => {
  expect(livenessUrl(settings as ServerSettings, addressOf(address))).toBe(url);
});

it('names the host of the settings, and the base path', () => {
  const settings = { host: '::1', basePath: '/chat', tls } as unknown as ServerSettings;
  expect(urlOf(settings, addressOf('::1'))).toBe('https://[::1]:3000/chat');
});
