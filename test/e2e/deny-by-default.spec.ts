import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../../src/api/http/logging/logger';
import { RouteTableAdapter } from '../../src/api/http/route-table-adapter';
import { createApp } from '../../src/app/server';
import { createServices } from '../../src/app/services';
import { loadConfig, type Access } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { createCall, type Call } from '../support/gateway/call';

const CHANNEL = '/v1/connections/{connection}/channels/{channelType}/{channelId}';
const MESSAGE = `${CHANNEL}/messages/{messageId}`;

/** `read`, `write`, `operate`, `lease` and `vendor` are access to the connection in the path; `client` means any valid credentials. */
type RouteAccess = 'public' | 'client' | Access;

/** Access of a route, and a query or body with which a request passes validation. */
interface RouteRule {
  readonly access: RouteAccess;
  readonly query?: string;
  readonly body?: object;
}

const PUBLIC: RouteRule = { access: 'public' };
const CLIENT: RouteRule = { access: 'client' };
const READ: RouteRule = { access: 'read' };
const WRITE: RouteRule = { access: 'write' };
const ENTRY = { key: 'k', value: 'v' };
const COUNTER = { key: 'k', op: 'set', amount: 1 };

/** Every route of the gateway. A new route fails the tests below until its access is listed here. */
const ROUTES: Readonly<Record<string, RouteRule>> = {
  'GET /docs': PUBLIC,
  'GET /docs-json': PUBLIC,
  'GET /docs-yaml': PUBLIC,
  'GET /console/start.json': PUBLIC,
  'GET /health/live': PUBLIC,
  'GET /health/ready': PUBLIC,
  'GET /metrics': PUBLIC,
  'GET /version': PUBLIC,

  'GET /v1/providers': CLIENT,
  'GET /v1/connections': CLIENT,
  'GET /v1/events': CLIENT, // with the connections of the client only
  'POST /v1/batch': { ...CLIENT, body: { operations: [] } }, // checks the access of each operation

  'GET /v1/connections/{connection}': READ,
  'GET /v1/connections/{connection}/quotas': READ,
  'DELETE /v1/connections/{connection}/quotas/{quota}/cooldown': { access: 'operate' },
  'DELETE /v1/connections/{connection}/quotas/{quota}/suspended-shares/{replica}': {
    access: 'operate',
  },

  'POST /v1/connections/{connection}/leases': {
    access: 'lease',
    body: { draws: [{ quota: 'q', tokens: 1 }] },
  },
  'DELETE /v1/connections/{connection}/leases/{lease}': { access: 'lease' },

  ...Object.fromEntries(
    ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => [
      `${method} /v1/connections/{connection}/vendor/{path}`,
      { access: 'vendor' as const },
    ]),
  ),

  [`GET ${MESSAGE}/metadata`]: READ,
  [`PATCH ${MESSAGE}/metadata`]: { ...WRITE, body: { entries: [ENTRY] } },
  [`DELETE ${MESSAGE}/metadata`]: { ...WRITE, query: 'keys=k' },
  [`GET ${MESSAGE}/metadata/{key}`]: READ,
  [`PUT ${MESSAGE}/metadata/{key}`]: { ...WRITE, body: { value: 'v' } },
  [`DELETE ${MESSAGE}/metadata/{key}`]: WRITE,
  [`GET ${CHANNEL}/messages/metadata`]: { ...READ, query: 'messageIds=1' },
  [`PATCH ${MESSAGE}/metadata/values`]: {
    ...WRITE,
    body: { add: [{ key: 'k', values: ['v'] }] },
  },
  [`POST ${MESSAGE}/metadata/{key}/values`]: { ...WRITE, body: { values: ['v'] } },
  [`DELETE ${MESSAGE}/metadata/{key}/values`]: { ...WRITE, query: 'values=v' },

  [`GET ${CHANNEL}/metadata`]: READ,
  [`PATCH ${CHANNEL}/metadata`]: { ...WRITE, body: { entries: [ENTRY] } },
  [`DELETE ${CHANNEL}/metadata`]: { ...WRITE, query: 'keys=k' },
  [`GET ${CHANNEL}/metadata/{key}`]: READ,
  [`PUT ${CHANNEL}/metadata/{key}`]: { ...WRITE, body: { value: 'v' } },
  [`DELETE ${CHANNEL}/metadata/{key}`]: WRITE,

  [`GET ${CHANNEL}/counters`]: READ,
  [`PATCH ${CHANNEL}/counters`]: { ...WRITE, body: { counters: [COUNTER] } },
  [`DELETE ${CHANNEL}/counters`]: { ...WRITE, query: 'keys=k' },
  [`GET ${CHANNEL}/counters/{key}`]: READ,
  [`DELETE ${CHANNEL}/counters/{key}`]: WRITE,
};

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
// Node 20 replies 400 to it in some versions, before the gateway sees the request
if (!process.versions.node.startsWith('20.')) METHODS.push('QUERY');

const CONNECTION = PROVIDERS[0]?.name ?? '';
const CLIENTS = [
  { client: 'reader', connections: [CONNECTION], access: ['read'] },
  { client: 'writer', connections: [CONNECTION], access: ['write'] },
  { client: 'operator', connections: [CONNECTION], access: ['operate'] },
  { client: 'forwarder', connections: [CONNECTION], access: ['vendor'] },
  { client: 'holder', connections: [CONNECTION], access: ['lease'] },
  {
    client: 'outsider',
    connections: ['another'],
    access: ['read', 'write', 'operate', 'lease', 'vendor'],
  },
] as const;

type App = Awaited<ReturnType<typeof createApp>>['app'];
let app: App;
let port: number;
let call: Call;
/** `METHOD /template`, as the routes are registered, without the files of Swagger UI. */
let registered: readonly string[];
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
  const logger = createLogger('silent');
  const services = createServices(
    {
      ...settings,
      server: { ...settings.server, trustProxy: true },
      limits: { ...settings.limits, maxLagMs: Infinity }, // a busy machine is no overload here
      auth: {
        issuers: [],
        apiKeys: CLIENTS.map(({ client, ...grant }) => ({
          client,
          grants: [grant],
          sha256: createHash('sha256').update(client).digest('hex'),
          weight: 1,
        })),
      },
    },
    logger,
  );
  const created = await createApp(logger, services);
  ({ app } = created);
  await app.listen(0, '127.0.0.1');
  ({ port } = app.getHttpServer().address() as AddressInfo);
  call = createCall(`http://127.0.0.1:${port}`, 'wrong');
  const adapter = app.getHttpAdapter();
  if (!(adapter instanceof RouteTableAdapter)) throw new Error('Routes are registered elsewhere.');
  registered = adapter.table.all
    .filter(({ template }) => !template.startsWith('/docs/'))
    .flatMap(({ methods, template }) => methods.map((method) => `${method} ${template}`));
  documented = Object.entries(created.describe().paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method.toLowerCase() in item).map((method) => `${method} ${path}`),
  );
});
afterAll(() => app.close());

interface RequestOptions {
  readonly authorization?: string;
  readonly body?: object | undefined;
}

/** Each request has an address of its own, so that no reply is delayed after failures. */
let addresses = 0;

/** Sends the path exactly as it is, which `fetch` would not do. */
async function statusOf(
  method: string,
  path: string,
  { authorization, body }: RequestOptions = {},
): Promise<number> {
  addresses += 1;
  const content = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    'X-Forwarded-For': `10.0.${addresses >> 8}.${addresses & 255}`,
    'Content-Length': Buffer.byteLength(content),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(authorization !== undefined && { Authorization: authorization }),
  };
  const sent = send({ host: '127.0.0.1', port, method, path, headers, agent: false });
  sent.end(content);
  const [reply] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  reply.resume();
  return reply.statusCode;
}

const templatesWith = (isWanted: (access: RouteAccess) => boolean): string[] => [
  ...new Set(
    Object.entries(ROUTES)
      .filter(([, { access }]) => isWanted(access))
      .map(([route]) => route.split(' ')[1] ?? ''),
  ),
];

it('has a rule for every registered route, and registers every documented one', () => {
  expect([...registered].sort()).toEqual(Object.keys(ROUTES).sort());
  expect(registered).toEqual(expect.arrayContaining([...documented]));
  expect(documented.length).toBeGreaterThan(20);
});

it('replies 401 on closed routes without valid credentials, whatever the method', async () => {
  for (const template of templatesWith((access) => access !== 'public'))
    for (const method of METHODS)
      for (const authorization of ['Bearer wrong', 'Bearer', 'Basic d3Jvbmc6', undefined]) {
        const options = authorization === undefined ? {} : { authorization };
        const status = await statusOf(method, template.replaceAll(/[{}]/g, ''), options);
        expect([method, template, authorization, status]).toEqual([
          method,
          template,
          authorization,
          401,
        ]);
      }
});

it('serves public routes without credentials, by GET only', async () => {
  for (const template of templatesWith((access) => access === 'public')) {
    expect([template, await statusOf('GET', template)]).toEqual([template, 200]);
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])
      expect([template, method, await statusOf(method, template)]).toEqual([template, method, 405]);
  }
});

it.each(Object.entries(ROUTES).filter(([, { access }]) => access !== 'public'))(
  'admits to %s exactly the clients with the access in the table',
  async (route, { access, query = '', body }) => {
    const [method = '', template = ''] = route.split(' ');
    const path = template
      .replace('{connection}', CONNECTION)
      .replace('{channelType}', 'group')
      .replaceAll(/[{}]/g, '');
    const dryRun = template.startsWith(CHANNEL) ? 'dryRun=true' : '';
    const parameters = [query, dryRun].filter((text) => text !== '').join('&');
    const admitted: string[] = [];
    for (const { client } of CLIENTS) {
      const status = await statusOf(method, parameters === '' ? path : `${path}?${parameters}`, {
        authorization: `Bearer ${client}`,
        body,
      });
      if (status !== 403) admitted.push(client);
      expect([401, 503]).not.toContain(status);
    }
    expect(admitted).toEqual(
      CLIENTS.filter(
        (grant) =>
          access === 'client' ||
          (grant.connections.some((name) => name === CONNECTION) &&
            grant.access.some((one) => one === access)),
      ).map(({ client }) => client),
    );
  },
);

it.each([
  '/V1/providers',
  '/%761/providers',
  '//v1/providers',
  '/v1//providers',
  '/v1/providers/',
  '/v1/./providers',
  '/docs/../v1/providers',
  '/docs/%2e%2e/v1/providers',
  '/v1%2fproviders',
  '/v1/providers;x',
  '/v1/providers%00',
  '/v1/providers%20',
  '/console/../v1/providers',
  '/health/live/../../v1/providers',
  '/metrics/..%2fv1/providers',
  '/v1/providers?x=/docs',
  'http://x/v1/providers',
  'http://x/docs/../v1/providers',
  '/docs?/../v1/providers',
  '*',
])('does not serve a closed route at %s', async (path) => {
  const status = await statusOf('GET', path);
  expect([400, 401, 404, ...(path.startsWith('/docs?') ? [200] : [])]).toContain(status);
});

it('replies to wrong credentials with the problem and nothing else', async () => {
  const { status, body, headers } = await call('GET', `/v1/connections/${CONNECTION}`);
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
