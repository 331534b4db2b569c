/** Configuration changes of single settings: tokens, limits, timeouts, log level. */
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { nexconnSandbox } from '../../src/sandbox/nexconn';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { AUDIENCE, ISSUER, signToken, startIssuer, type Issuer } from '../support/gateway/issuer';
import { sha256, startLiveGateway, type LiveGateway } from '../support/gateway/live-gateway';

const PLACE = '/v1/connections/main/channels/group/group-001/messages/MSG-GROUP-1/metadata';

let sandbox: RunningSandbox;
let gateway: LiveGateway;
beforeEach(async () => {
  sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
});
afterEach(async () => {
  await gateway.close();
  await sandbox.close();
});

interface ConfigValues {
  readonly jwt?: object;
  readonly limits?: object;
  readonly server?: object;
  readonly timeouts?: object;
  readonly mode?: string;
  readonly level?: string;
}

/** YAML, of which JSON is a subset. */
const files = ({
  jwt,
  limits = {},
  server = {},
  timeouts,
  mode,
  level = 'silent',
}: ConfigValues = {}) => ({
  'gateway.yaml': JSON.stringify({
    server,
    log: { level },
    limits: { maxLagMs: 20_000, ...limits },
    auth: {
      apiKeys: [
        { client: 'tests', sha256: sha256('key'), connections: ['*'], access: ['read', 'write'] },
      ],
      ...(jwt !== undefined && { jwt }),
    },
    connections: {
      main: {
        provider: 'nexconn',
        appKey: 'sandbox-app-key',
        appSecret: 'sandbox-app-secret',
        baseUrls: [sandbox.url],
        defaultActorId: 'system',
        quotas: { 'group-message': { limit: 1 } },
        ...(timeouts !== undefined && { timeouts }),
        ...(mode !== undefined && { mode }),
      },
    },
  }),
});

const latency = (milliseconds: number) =>
  fetch(`${sandbox.url}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ latencyMs: [milliseconds, milliseconds] }),
  });
const write = (index: number, headers: Record<string, string> = {}) =>
  gateway.call('PUT', `${PLACE}/k`, {
    body: { value: 'v' },
    headers: { 'X-Actor-Id': `actor-${index}`, ...headers }, // writes of different actors are never merged
  });
const read = () => gateway.call('GET', PLACE);

describe('token settings', () => {
  let issuer: Issuer;
  beforeEach(async () => {
    issuer = await startIssuer();
  });
  afterEach(() => issuer.close());

  const jwtOf = (more: object = {}) => ({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUri: issuer.settings().jwksUri,
    algorithms: ['ES256'],
    connectionsClaim: 'connections',
    ...more,
  });
  const statusOf = async (token: string) => (await gateway.callWith(token)('GET', PLACE)).status;

  it('apply to the next request: audience, issuer, claims, keys and whether tokens are accepted', async () => {
    const key = await issuer.publish('one');
    const claims = { sub: 'orders', connections: ['*'] };
    const token = await signToken(key.privateKey, claims);
    const other = await signToken(key.privateKey, { ...claims, aud: 'other' });
    gateway = await startLiveGateway(files(), 'key');
    expect(await statusOf(token)).toBe(401);
    await gateway.changeFiles(files({ jwt: jwtOf() }));
    expect([await statusOf(token), await statusOf(other)]).toEqual([200, 401]);
    await gateway.changeFiles(files({ jwt: jwtOf({ audience: 'other' }) }));
    expect([await statusOf(token), await statusOf(other)]).toEqual([401, 200]);
    await gateway.changeFiles(files({ jwt: jwtOf({ issuer: 'https://other.test' }) }));
    expect(await statusOf(token)).toBe(401);
    await gateway.changeFiles(files({ jwt: jwtOf({ connectionsClaim: 'elsewhere' }) }));
    expect(await statusOf(token)).toBe(403);
    await gateway.changeFiles(files({ jwt: jwtOf({ algorithms: ['RS256'] }) }));
    expect(await statusOf(token)).toBe(401);
    const moved = await startIssuer();
    const movedKey = await moved.publish('one');
    await gateway.changeFiles(files({ jwt: jwtOf({ jwksUri: moved.settings().jwksUri }) }));
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(await signToken(movedKey.privateKey, claims))).toBe(200);
    await moved.close();
    await gateway.changeFiles(files());
    expect(await statusOf(await signToken(movedKey.privateKey, claims))).toBe(401);
  }, 60_000);
});

describe('a limit', () => {
  it('of the wait for quota applies to the next call', async () => {
    gateway = await startLiveGateway(files({ limits: { defaultWaitMs: 0 } }), 'key');
    await write(0, { Prefer: 'wait=9' });
    expect((await write(1)).body).toMatchObject({ code: 'quota-exhausted' });
    await gateway.changeFiles(files({ limits: { defaultWaitMs: 9_000 } }));
    expect((await write(2)).status).toBe(200);
    await gateway.changeFiles(files({ limits: { maxWaitMs: 1, defaultWaitMs: 1 } }));
    expect((await write(3, { Prefer: 'wait=9' })).body).toMatchObject({ code: 'quota-exhausted' });
    await gateway.changeFiles(files({ limits: { maxWaitMs: 9_000 } }));
    expect((await write(4, { Prefer: 'wait=9' })).status).toBe(200);
  }, 60_000);

  it('of the queue and of calls in progress applies to the next call', async () => {
    const limits = { defaultWaitMs: 9_000 };
    gateway = await startLiveGateway(files({ limits: { ...limits, maxWaiting: 1 } }), 'key');
    const codes = async (count: number): Promise<unknown[]> => {
      const answers = Array.from({ length: count }, (_, index) => write(index));
      return (await Promise.all(answers)).map(
        ({ status, body }) => (body as { code?: string }).code ?? status,
      );
    };
    await write(0);
    expect(await codes(4)).toContain('quota-exhausted');
    await gateway.changeFiles(files({ limits: { ...limits, maxWaiting: 9 } }));
    expect(await codes(4)).toEqual([200, 200, 200, 200]);
    await gateway.changeFiles(files({ limits: { ...limits, maxCalls: 1 } }));
    expect(await codes(4)).toContain('overloaded');
    await gateway.changeFiles(files({ limits: { ...limits, maxCalls: 9 } }));
    expect(await codes(4)).toEqual([200, 200, 200, 200]);
  }, 60_000);

  it('of the body size applies to the next request', async () => {
    gateway = await startLiveGateway(files({ server: { bodyLimit: '1kb' } }), 'key');
    const long = () =>
      gateway.call('PUT', `${PLACE}/k`, { body: { value: 'v'.repeat(2_000) }, headers: {} });
    expect((await long()).status).toBe(413);
    await gateway.changeFiles(files({ server: { bodyLimit: '1mb' } }));
    expect((await long()).status).toBe(200);
  });
});

it('applies new timeouts to the next vendor call', async () => {
  gateway = await startLiveGateway(files({ timeouts: { connectMs: 500, totalMs: 9_000 } }), 'key');
  await latency(1_200);
  expect((await read()).status).toBe(200);
  await gateway.changeFiles(files({ timeouts: { connectMs: 300, totalMs: 400 } }));
  expect((await read()).body).toMatchObject({ status: 504, code: 'upstream-timeout' });
  await gateway.changeFiles(files({ timeouts: { connectMs: 500, totalMs: 9_000 } }));
  expect((await read()).status).toBe(200);
}, 60_000);

it('refuses writes, or all calls, of a connection in maintenance, and says so', async () => {
  gateway = await startLiveGateway(files(), 'key');
  const discovery = async () => [
    (await gateway.call('GET', '/v1/connections')).body,
    (await gateway.call('GET', '/v1/connections/main')).body,
  ];
  const ofMode = (fields: object): unknown[] => {
    const one = { name: 'main', provider: 'nexconn', ...fields };
    return [{ connections: [one] }, expect.objectContaining(one)];
  };
  const problem = (detail: string, more: object = {}) => ({
    status: 503,
    body: expect.objectContaining({
      code: 'upstream-unavailable',
      detail,
      retryAfterMs: 30_000,
      ...more,
    }),
  });
  expect(await discovery()).toEqual(ofMode({}));
  expect((await discovery())[1]).not.toHaveProperty('mode');

  await gateway.changeFiles(files({ mode: 'read-only' }));
  const refused = await write(1);
  expect(refused).toMatchObject(
    problem('The connection is read-only for maintenance.', { applied: 'no' }),
  );
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(refused.headers.get('x-quota-cost')).toBe('0');
  expect((await read()).status).toBe(200);
  expect(await discovery()).toEqual(ofMode({ mode: 'read-only' }));

  await gateway.changeFiles(files({ mode: 'off' }));
  const off = problem('The connection is switched off for maintenance.');
  expect(await write(2)).toMatchObject(off);
  expect(await read()).toMatchObject(off);
  expect((await gateway.call('GET', '/v1/connections/main/quotas')).status).toBe(200);
  const metrics = await fetch(`${gateway.url}/metrics`).then((reply) => reply.text());
  expect(metrics).toContain('gateway_upstream_request_duration_seconds_count');
  expect(metrics).not.toMatch(/gateway_upstream_\w+\{[^}]*outcome="upstream-unavailable"/);

  await gateway.changeFiles(files());
  expect((await write(3)).status).toBe(200);
});

it('applies a new log level to the next line, and logs audits at every level except silent', async () => {
  const lines: string[] = [];
  const logger = pino(
    { level: 'info' },
    new Writable({
      write(line: Buffer, _encoding, done) {
        lines.push((JSON.parse(line.toString()) as { msg: string }).msg);
        done();
      },
    }),
  );
  gateway = await startLiveGateway(files({ level: 'info' }), 'key', logger);
  const written = async (): Promise<string[]> => {
    lines.splice(0);
    await write(0, { Prefer: 'wait=9' });
    await sleep(50);
    return lines.slice();
  };
  expect((await written()).sort()).toEqual(['mutation', 'request completed']);
  await gateway.changeFiles(files({ level: 'warn' }));
  expect(await written()).toEqual(['mutation']);
  await gateway.changeFiles(files({ level: 'silent' }));
  expect(await written()).toEqual([]);
  await gateway.changeFiles(files({ level: 'info' }));
  expect((await written()).sort()).toEqual(['mutation', 'request completed']);
}, 60_000);
