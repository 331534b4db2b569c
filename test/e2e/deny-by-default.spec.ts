import { once } from 'node:events';
import { request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RouteTableAdapter } from '../../src/api/http/route-table-adapter';
import { createLogger } from '../../src/api/http/logging/logger';
import { createServices } from '../../src/app/services';
import { loadConfig } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { createApp } from '../../src/app/server';
import { createCall, type Call } from '../support/gateway/call';

/** What answers without credentials: the contract's §2. */
const OPEN = [
  ...['/docs', '/docs-json', '/docs-yaml', '/console/start.json'],
  ...['/health/live', '/health/ready', '/metrics', '/version'],
];
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];

type App = Awaited<ReturnType<typeof createApp>>['app'];
let app: App;
let port: number;
let call: Call;
let paths: readonly string[];
let documented: readonly string[];

beforeAll(async () => {
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(
      PROVIDERS.map(({ name, sandboxExamples }) => [
        name,
        { provider: name, baseUrls: ['http://127.0.0.1:9'], ...sandboxExamples.settings },
      ]),
    ),
  });
  const server = { ...settings.server, trustProxy: true };
  const created = await createApp(createLogger('silent'), createServices({ ...settings, server }));
  ({ app } = created);
  await app.listen(0, '127.0.0.1');
  ({ port } = app.getHttpServer().address() as AddressInfo);
  call = createCall(`http://127.0.0.1:${port}`, 'wrong');
  const adapter = app.getHttpAdapter();
  if (!(adapter instanceof RouteTableAdapter)) throw new Error('Routes are registered elsewhere.');
  paths = adapter.table.all.map(({ template }) => template);
  documented = Object.keys(created.describe().paths);
});
afterAll(() => app.close());

/** As it is on the wire: fetch would tidy the path up. Each from an address of its own. */
let strangers = 0;
async function statusOf(method: string, path: string, authorization?: string): Promise<number> {
  strangers += 1;
  const headers = {
    'X-Forwarded-For': `10.0.${strangers >> 8}.${strangers & 255}`,
    'Content-Length': '0',
    ...(authorization !== undefined && { Authorization: authorization }),
  };
  const sent = send({ host: '127.0.0.1', port, method, path, headers, agent: false });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

/** Swagger UI has files of its own. */
const isClosed = (path: string): boolean => !OPEN.includes(path) && !path.startsWith('/docs/');

it('knows every route: what is documented is registered, and what is open is in the contract', () => {
  expect(paths).toEqual(expect.arrayContaining([...documented]));
  expect(paths).toEqual(expect.arrayContaining(OPEN));
  expect(paths.filter(isClosed).every((path) => path.startsWith('/v1/'))).toBe(true);
  expect(paths.filter(isClosed).length).toBeGreaterThanOrEqual(11);
});

it('answers at every other registered address, by every method, with 401 alone', async () => {
  const tried: unknown[] = [];
  for (const path of paths.filter(isClosed))
    for (const method of METHODS)
      for (const credentials of [undefined, 'Bearer wrong', 'Bearer', 'Basic d3Jvbmc6'])
        tried.push(await statusOf(method, path.replaceAll(/[{}]/g, ''), credentials));
  expect(new Set(tried)).toEqual(new Set([401]));
  expect(tried.length).toBe(paths.filter(isClosed).length * METHODS.length * 4);
});

it('opens no open address to another method', async () => {
  for (const path of OPEN)
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])
      expect([path, method, await statusOf(method, path)]).toEqual([path, method, 405]);
});

it.each([
  ...['/V1/providers', '/%761/providers', '//v1/providers', '/v1//providers', '/v1/providers/'],
  ...['/v1/./providers', '/docs/../v1/providers', '/docs/%2e%2e/v1/providers', '/v1%2fproviders'],
  ...['/v1/providers;x', '/v1/providers%00', '/v1/providers%20', '/console/../v1/providers'],
  ...['/health/live/../../v1/providers', '/metrics/..%2fv1/providers', '/v1/providers?x=/docs'],
  ...['http://x/v1/providers', 'http://x/docs/../v1/providers', '/docs?/../v1/providers', '*'],
])('has no way round: %s', async (path) => {
  const status = await statusOf('GET', path);
  expect([400, 401, 404, ...(path.startsWith('/docs?') ? [200] : [])]).toContain(status);
});

it('says nothing but the problem to a stranger', async () => {
  const { status, body, headers } = await call('GET', '/v1/connections/nexconn');
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(body).toEqual({
    type: 'urn:chat-metadata-gateway:problem:unauthenticated',
    title: 'Credentials are missing or wrong',
    status: 401,
    detail: 'The credentials are not valid.',
    code: 'unauthenticated',
    requestId: expect.any(String) as string,
  });
});
