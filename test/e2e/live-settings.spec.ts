/** Configuration changes of single settings: tokens, limits, timeouts, log level. */
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import type { Answer } from '../support/gateway/call';
import { AUDIENCE, ISSUER, signToken, startIssuer } from '../support/gateway/issuer';
import { sha256, type LiveGateway } from '../support/gateway/live-gateway';
import { withLiveSandbox } from '../support/gateway/live-sandbox';

const PLACE = '/v1/connections/main/channels/group/group-001/messages/MSG-GROUP-1/metadata';

interface ConfigValues {
  readonly jwt?: object;
  readonly limits?: object;
  readonly server?: object;
  readonly timeouts?: object;
  readonly mode?: string;
  readonly level?: string;
}

/** YAML, of which JSON is a subset. */
const filesOf = (
  sandboxUrl: string,
  { jwt, limits = {}, server = {}, timeouts, mode, level = 'silent' }: ConfigValues,
) => ({
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
        baseUrls: [sandboxUrl],
        defaultActorId: 'system',
        quotas: { 'group-message': { limit: 1 } },
        ...(timeouts !== undefined && { timeouts }),
        ...(mode !== undefined && { mode }),
      },
    },
  }),
});

/** A sandbox with a gateway before it. Each test has its own, so that they wait side by side. */
interface Calls {
  readonly start: (values?: ConfigValues, logger?: Logger) => Promise<LiveGateway>;
  readonly change: (values?: ConfigValues) => Promise<void>;
  readonly latency: (milliseconds: number) => Promise<unknown>;
  readonly write: (index: number, headers?: Record<string, string>) => Promise<Answer>;
  readonly read: () => Promise<Answer>;
}

const withSandbox = (test: (calls: Calls) => Promise<void>) =>
  withLiveSandbox(async ({ url, start, gateway }) => {
    const calls: Calls = {
      start: (values = {}, logger) => start(filesOf(url, values), 'key', logger),
      change: (values = {}) => gateway().changeFiles(filesOf(url, values)),
      latency: (milliseconds) =>
        fetch(`${url}/_sandbox/settings`, {
          method: 'PUT',
          body: JSON.stringify({ latencyMs: [milliseconds, milliseconds] }),
        }),
      write: (index, headers = {}) =>
        gateway().call('PUT', `${PLACE}/k`, {
          body: { value: 'v' },
          headers: { 'X-Actor-Id': `actor-${index}`, ...headers }, // writes of different actors are never merged
        }),
      read: () => gateway().call('GET', PLACE),
    };
    await test(calls);
  });

it.concurrent(
  'applies token settings to the next request: audience, issuer, claims, keys and whether tokens are accepted',
  withSandbox(async ({ start, change }) => {
    const gateway = await start();
    const issuer = await startIssuer();
    const jwtOf = (more: object = {}) => ({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUri: issuer.settings().jwksUri,
      algorithms: ['ES256'],
      connectionsClaim: 'connections',
      ...more,
    });
    const statusOf = async (token: string) => (await gateway.callWith(token)('GET', PLACE)).status;
    const key = await issuer.publish('one');
    const claims = { sub: 'orders', connections: ['*'] };
    const token = await signToken(key.privateKey, claims);
    const other = await signToken(key.privateKey, { ...claims, aud: 'other' });
    expect(await statusOf(token)).toBe(401);
    await change({ jwt: jwtOf() });
    expect([await statusOf(token), await statusOf(other)]).toEqual([200, 401]);
    await change({ jwt: jwtOf({ audience: 'other' }) });
    expect([await statusOf(token), await statusOf(other)]).toEqual([401, 200]);
    await change({ jwt: jwtOf({ issuer: 'https://other.test' }) });
    expect(await statusOf(token)).toBe(401);
    await change({ jwt: jwtOf({ connectionsClaim: 'elsewhere' }) });
    expect(await statusOf(token)).toBe(403);
    await change({ jwt: jwtOf({ algorithms: ['RS256'] }) });
    expect(await statusOf(token)).toBe(401);
    const moved = await startIssuer();
    const movedKey = await moved.publish('one');
    await change({ jwt: jwtOf({ jwksUri: moved.settings().jwksUri }) });
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(await signToken(movedKey.privateKey, claims))).toBe(200);
    await Promise.all([issuer.close(), moved.close()]);
    await change();
    expect(await statusOf(await signToken(movedKey.privateKey, claims))).toBe(401);
  }),
  60_000,
);

it.concurrent(
  'a limit of the wait for quota applies to the next call',
  withSandbox(async ({ start, change, write }) => {
    await start({ limits: { defaultWaitMs: 0 } });
    await write(0, { Prefer: 'wait=9' });
    expect((await write(1)).body).toMatchObject({ code: 'quota-exhausted' });
    await change({ limits: { defaultWaitMs: 9_000 } });
    expect((await write(2)).status).toBe(200);
    await change({ limits: { maxWaitMs: 1, defaultWaitMs: 1 } });
    expect((await write(3, { Prefer: 'wait=9' })).body).toMatchObject({
      code: 'quota-exhausted',
    });
    await change({ limits: { maxWaitMs: 9_000 } });
    expect((await write(4, { Prefer: 'wait=9' })).status).toBe(200);
  }),
  60_000,
);

it.concurrent(
  'a limit of the queue and of calls in progress applies to the next call',
  withSandbox(async ({ start, change, write }) => {
    const limits = { defaultWaitMs: 9_000 };
    await start({ limits: { ...limits, maxWaiting: 1 } });
    const codes = async (count: number): Promise<unknown[]> => {
      const answers = Array.from({ length: count }, (_, index) => write(index));
      return (await Promise.all(answers)).map(
        ({ status, body }) => (body as { code?: string }).code ?? status,
      );
    };
    await write(0);
    expect(await codes(4)).toContain('quota-exhausted');
    await change({ limits: { ...limits, maxWaiting: 9 } });
    expect(await codes(4)).toEqual([200, 200, 200, 200]);
    await change({ limits: { ...limits, maxCalls: 1 } });
    expect(await codes(4)).toContain('overloaded');
    await change({ limits: { ...limits, maxCalls: 9 } });
    expect(await codes(4)).toEqual([200, 200, 200, 200]);
  }),
  60_000,
);

it.concurrent(
  'a limit of the body size applies to the next request',
  withSandbox(async ({ start, change }) => {
    const gateway = await start({ server: { bodyLimit: '1kb' } });
    const long = () =>
      gateway.call('PUT', `${PLACE}/k`, { body: { value: 'v'.repeat(2_000) }, headers: {} });
    expect((await long()).status).toBe(413);
    await change({ server: { bodyLimit: '1mb' } });
    expect((await long()).status).toBe(200);
  }),
);

it.concurrent(
  'applies new timeouts to the next vendor call',
  withSandbox(async ({ start, change, latency, read }) => {
    await start({ timeouts: { connectMs: 500, totalMs: 9_000 } });
    await latency(1_200);
    expect((await read()).status).toBe(200);
    await change({ timeouts: { connectMs: 300, totalMs: 400 } });
    expect((await read()).body).toMatchObject({ status: 504, code: 'upstream-timeout' });
    await change({ timeouts: { connectMs: 500, totalMs: 9_000 } });
    expect((await read()).status).toBe(200);
  }),
  60_000,
);

it.concurrent(
  'refuses writes, or all calls, of a connection in maintenance, and says so',
  withSandbox(async ({ start, change, write, read }) => {
    const gateway = await start();
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

    await change({ mode: 'read-only' });
    const refused = await write(1);
    expect(refused).toMatchObject(
      problem('The connection is read-only for maintenance.', { applied: 'no' }),
    );
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.headers.get('x-quota-cost')).toBe('0');
    expect((await read()).status).toBe(200);
    expect(await discovery()).toEqual(ofMode({ mode: 'read-only' }));

    await change({ mode: 'off' });
    const off = problem('The connection is switched off for maintenance.');
    expect(await write(2)).toMatchObject(off);
    expect(await read()).toMatchObject(off);
    expect((await gateway.call('GET', '/v1/connections/main/quotas')).status).toBe(200);
    const metrics = await fetch(`${gateway.url}/metrics`).then((reply) => reply.text());
    expect(metrics).toContain('gateway_upstream_request_duration_seconds_count');
    expect(metrics).not.toMatch(/gateway_upstream_\w+\{[^}]*outcome="upstream-unavailable"/);

    await change();
    expect((await write(3)).status).toBe(200);
  }),
);

it.concurrent(
  'applies a new log level to the next line, and logs audits at every level except silent',
  withSandbox(async ({ start, change, write }) => {
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
    await start({ level: 'info' }, logger);
    const written = async (): Promise<string[]> => {
      lines.splice(0);
      await write(0, { Prefer: 'wait=9' });
      await sleep(50);
      return lines.slice();
    };
    expect((await written()).sort()).toEqual(['mutation', 'request completed']);
    await change({ level: 'warn' });
    expect(await written()).toEqual(['mutation']);
    await change({ level: 'silent' });
    expect(await written()).toEqual([]);
    await change({ level: 'info' });
    expect((await written()).sort()).toEqual(['mutation', 'request completed']);
  }),
  60_000,
);
