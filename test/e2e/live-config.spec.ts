/** Configuration changes under load: quotas, keys, secrets, connections, and faulty files. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/gateway/call';
import { sha256, type LiveGateway } from '../support/gateway/live-gateway';
import { withLiveSandbox } from '../support/gateway/live-sandbox';
import type { Files } from '../support/gateway/mounted-config';
import type { Arrival } from '../support/vendor/sandbox';

const QUOTA = 'group-message';
const WINDOW_MS = 1_000;
const place = (connection: string) =>
  `/v1/connections/${connection}/channels/group/group-001/messages/MSG-GROUP-1/metadata`;

interface ConfigValues {
  readonly limit?: number;
  readonly key?: string;
  readonly more?: string;
  readonly connection?: string;
  readonly redis?: string;
}

const yamlOf = (
  sandboxUrl: string,
  { limit = 20, key = 'first', more = '', connection = 'main', redis = '' }: ConfigValues,
) => `
${redis}
log: { level: silent }
auth:
  apiKeys:
    - { client: tests, sha256: ${sha256(key)}, connections: ["*"], access: [read, write] }
limits: { maxWaitMs: 20000, defaultWaitMs: 15000 }
connections:
  ${connection}:
    provider: nexconn
    appKey: sandbox-app-key
    appSecret: "\${file:DIR/secret}"
    baseUrls: ["${sandboxUrl}"]
    defaultActorId: system
    quotas: { ${QUOTA}: { limit: ${limit} } }
${more}`;

interface Calls {
  readonly sandboxUrl: string;
  readonly start: (values?: ConfigValues) => Promise<LiveGateway>;
  readonly yaml: (values?: ConfigValues) => string;
  readonly files: (values?: ConfigValues, secret?: string) => Files;
  readonly write: (index: number, connection?: string) => Promise<Answer>;
  /** The largest number of group messages in one window, of windows that end at `fromMs` or later. */
  readonly maxInWindow: (fromMs?: number) => Promise<number>;
  readonly lastArrivalMs: () => Promise<number>;
  readonly ready: () => Promise<Ready>;
  readonly metric: (name: string) => Promise<number>;
}

interface Ready {
  readonly status: string;
  readonly info: {
    readonly configuration: {
      readonly status: string;
      readonly faults?: string[];
      readonly needRestart?: string[];
    };
  };
}

/** A sandbox with a gateway before it. Each test has its own, so that they wait side by side. */
const withSandbox = (test: (calls: Calls) => Promise<void>) =>
  withLiveSandbox(async ({ url, start, gateway }) => {
    const yaml = (values: ConfigValues = {}) => yamlOf(url, values);
    const files = (values: ConfigValues = {}, secret = 'sandbox-app-secret\n') => ({
      'gateway.yaml': yaml(values),
      secret,
    });
    const arrivals = async (): Promise<readonly Arrival[]> => {
      const answer = await fetch(`${url}/_sandbox/arrivals`);
      return ((await answer.json()) as { arrivals: Arrival[] }).arrivals;
    };
    const calls: Calls = {
      sandboxUrl: url,
      start: (values = {}) => start(files(values), 'first'),
      yaml,
      files,
      write: (index, connection = 'main') =>
        gateway().call('PUT', `${place(connection)}/k${index}`, {
          body: { value: 'v' },
          headers: { 'X-Actor-Id': `actor-${index}` }, // writes of different actors are never merged
        }),
      maxInWindow: async (fromMs = 0) => {
        const times = (await arrivals())
          .filter(({ quotas }) => QUOTA in quotas)
          .map(({ atMs }) => atMs);
        const ends = times.filter((atMs) => atMs >= fromMs);
        return Math.max(
          0,
          ...ends.map((end) => times.filter((at) => at > end - WINDOW_MS && at <= end).length),
        );
      },
      lastArrivalMs: async () => Math.max(0, ...(await arrivals()).map(({ atMs }) => atMs)),
      ready: async () => (await gateway().call('GET', '/health/ready')).body as Ready,
      metric: async (name) => {
        const { text } = await gateway().call('GET', '/metrics');
        return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
      },
    };
    await test(calls);
  });

/**
 * Starts callers that repeat a call without a pause.
 * @returns a function that stops them and resolves with all statuses
 */
function startLoad(callers: number, call: (index: number) => Promise<Answer>) {
  let isRunning = true;
  const statuses: number[] = [];
  const work = Array.from({ length: callers }, async (_, index) => {
    while (isRunning) statuses.push((await call(index)).status);
  });
  return async () => {
    isRunning = false;
    await Promise.all(work);
    return statuses;
  };
}

const PLACES = ['in the process', 'on Redis'] as const;
/** Databases of their own, because gateways with the same app key share its quotas. */
const redisOf = (where: (typeof PLACES)[number], db: number): string =>
  where === 'on Redis' ? `redis: { url: "${process.env.TEST_REDIS_URL ?? ''}", db: ${db} }` : '';

it.concurrent.each(PLACES)(
  'quotas %s change under load without a failed call, and the vendor never receives more',
  (where) =>
    withSandbox(async ({ write, start, files, maxInWindow, lastArrivalMs }) => {
      const redis = redisOf(where, 1);
      const gateway = await start({ redis });
      while ((await write(0)).status !== 200) await sleep(50); // it has joined its ledger
      const stop = startLoad(30, write);
      await sleep(2_500);
      await gateway.changeFiles(files({ redis, limit: 8 }));
      await sleep(1_500);
      const lowMs = await lastArrivalMs(); // windows that end later are wholly under the lower limit
      await sleep(2_000);
      const low = await maxInWindow(lowMs);
      const raisedMs = await lastArrivalMs();
      await gateway.changeFiles(files({ redis, limit: 20 }));
      while ((await maxInWindow(raisedMs)) <= 8) await sleep(100); // the test times out if this never happens
      const statuses = await stop();
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(low).toBeLessThanOrEqual(8);
      expect(await maxInWindow()).toBeLessThanOrEqual(20);
    })(),
  90_000,
);

it.concurrent.each(PLACES)(
  'quotas %s keep their usage when a connection is renamed',
  (where) =>
    withSandbox(async ({ start, files, write, maxInWindow }) => {
      const redis = redisOf(where, 2);
      const gateway = await start({ redis });
      await Promise.all(Array.from({ length: 20 }, (_, index) => write(index)));
      await gateway.changeFiles(files({ redis, connection: 'renamed' }));
      await Promise.all(Array.from({ length: 10 }, (_, index) => write(index, 'renamed')));
      expect(await maxInWindow()).toBeLessThanOrEqual(20);
      expect((await write(1)).status).toBe(404);
    })(),
  60_000,
);

it.concurrent(
  'rotates keys and secrets under load without a failed call',
  withSandbox(async ({ start, yaml, files, write }) => {
    const gateway = await start();
    await write(0); // the cold start is over: all tokens are free
    const stop = startLoad(8, (index) =>
      gateway.call('GET', place('main'), { headers: { 'X-Actor-Id': `actor-${index}` } }),
    );
    for (const revision of [1, 2, 3]) {
      await sleep(200);
      await gateway.changeFiles(files({ more: `# ${revision}` }));
      await gateway.changeFiles({
        'gateway.yaml': yaml({ more: `# ${revision}` }),
        secret: 'sandbox-app-secret',
      });
    }
    const statuses = await stop();
    expect(statuses.length).toBeGreaterThan(10);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await gateway.changeFiles(files({ key: 'second' }));
    expect((await write(1)).status).toBe(401);
    gateway.call = gateway.callWith('second');
    expect((await write(1)).status).toBe(200);
    await gateway.changeFiles(files({ key: 'second' }, 'wrong'));
    expect((await write(2)).body).toMatchObject({ code: 'upstream-auth-failed' });
    await gateway.changeFiles(files({ key: 'second' }));
    expect((await write(3)).status).toBe(200);
  }),
  60_000,
);

it.concurrent(
  'refuses the queued calls of a removed connection and finishes those in flight',
  withSandbox(async ({ sandboxUrl, start, yaml, files, write }) => {
    const other = `  other: { provider: nexconn, appKey: other-key, appSecret: s, baseUrls: ["${sandboxUrl}"] }`;
    const gateway = await start({ more: other, limit: 1 });
    const first = write(0);
    await first;
    const waiting = Promise.all([write(1), write(2), write(3)]);
    await sleep(100);
    await gateway.changeFiles({
      ...files(),
      'gateway.yaml': yaml({}).replace(/\n {2}main:[^]*/, `\n${other}`),
    });
    const answers = await waiting;
    for (const { status, body } of answers)
      if (status !== 200)
        expect(body).toMatchObject({ status: 404, code: 'connection-not-found', applied: 'no' });
    expect(answers.at(-1)?.status).toBe(404);
    expect((await gateway.call('GET', '/v1/connections')).body).toEqual({
      connections: [{ name: 'other', provider: 'nexconn' }],
    });
  }),
  60_000,
);

it.concurrent(
  'keeps the settings if a file is faulty, and reports the faults until it is valid again',
  withSandbox(async ({ start, yaml, files, write, ready, metric }) => {
    const gateway = await start();
    expect(await metric('gateway_config_last_reload_successful')).toBe(1);
    const loadedAt = await metric('gateway_config_last_reload_timestamp_seconds');
    await gateway.changeFiles({ 'gateway.yaml': `${yaml({ limit: 0 })}\nunknown: true\n` });
    expect((await write(1)).status).toBe(200);
    const { status, info } = await ready();
    expect([status, info.configuration.status]).toEqual(['ok', 'up']);
    expect(info.configuration.faults).toEqual([
      expect.stringContaining('connections.main.appSecret: refers to the file'),
      expect.stringContaining('unknown'),
      expect.stringContaining(`connections.main.quotas.${QUOTA}.limit`),
    ]);
    expect(await metric('gateway_config_last_reload_successful')).toBe(0);
    expect(await metric('gateway_config_last_reload_timestamp_seconds')).toBe(loadedAt);
    await gateway.changeFiles(files());
    expect((await ready()).info.configuration.faults).toBeUndefined();
    expect(await metric('gateway_config_last_reload_successful')).toBe(1);
    expect(await metric('gateway_config_last_reload_timestamp_seconds')).toBeGreaterThan(loadedAt);
  }),
);

it.concurrent(
  'reports the settings that need a restart, and applies the others',
  withSandbox(async ({ start, files, write, ready, metric }) => {
    const gateway = await start();
    await gateway.changeFiles(
      files({
        key: 'second',
        redis: 'server: { metricsPort: 1 }\nredis: { url: "redis://127.0.0.1:1" }',
      }),
    );
    expect((await ready()).info.configuration.needRestart).toEqual([
      'server.metricsPort',
      'redis.url',
    ]);
    expect(await metric('gateway_config_restart_required')).toBe(1);
    gateway.call = gateway.callWith('second');
    expect((await write(1)).status).toBe(200);
  }),
);
