/** The console of a fleet: two gateways on one Redis, as processes that can be killed. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { build, type Build } from '../fleet/build';
import { startReplica, type Replica } from '../fleet/replica';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { createCall } from '../support/gateway/call';
import { startTestSandbox, type TestSandbox } from '../support/vendor/sandbox';
import { openChromium } from './chromium';
import { visit, type Visit } from './visit';

const KEY = 'console-key';
/** Longer than a replica may be silent before it counts as gone, and than Redis is waited for. */
const NOTICED_MS = 120_000;

let browser: Browser;
let built: Build;
let folder: string;
let redis: RedisServer;
let sandbox: TestSandbox;
let watched: Replica;
let other: Replica;
let opened: Visit;
let card: Locator;

beforeAll(async () => {
  built = build();
  folder = mkdtempSync(join(tmpdir(), 'gateway-console-'));
  [browser, redis, sandbox] = await Promise.all([
    openChromium(),
    startRedisServer(),
    startTestSandbox('nexconn'),
  ]);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, configuration());
  const start = () => startReplica({ script: built.gateway, config, redisUrl: redis.url });
  [watched, other] = await Promise.all([start(), start()]);
  opened = await visit(browser, `${watched.url}/console`);
  card = opened.page.locator('[data-connection="main"]');
  await opened.page.getByLabel('API key').fill(KEY);
  await opened.page.getByRole('button', { name: 'Use' }).click();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await Promise.all([watched, other].map((replica) => replica.kill()));
  await redis.stop();
  await sandbox.close();
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What the card says of the fleet; waited for. */
const says = (text: string) =>
  card.locator('[data-field=facts]', { hasText: text }).waitFor({ timeout: NOTICED_MS });

it(
  'sees both, and the quotas that they share',
  async () => {
    await says('2 replicas share the quotas');
    const call = createCall(other.url, KEY);
    const place = '/v1/connections/main/channels/direct/tjw3zbMrU';
    for (const value of ['1', '2', '3']) {
      const { status } = await call('PUT', `${place}/messages/BRGM-DEN2-01E4-BN66/metadata/type`, {
        body: { value },
        headers: { Prefer: 'wait=30' },
      });
      expect(status).toBe(200);
    }
    const row = card.locator('[data-quota="direct-message"]');
    await row.locator('[data-field=free]', { hasText: /^5,997$/ }).waitFor();
    expect(await row.locator('[data-field=resting]').innerText()).toBe('3');
    // calls are counted where they were made
    expect(await card.locator('[data-field=callCount]').innerText()).toMatch(/0$/);
  },
  NOTICED_MS,
);

it(
  'notices that one was killed',
  async () => {
    await other.kill();
    await says('1 replica shares the quotas');
  },
  NOTICED_MS,
);

it(
  'says that Redis is lost, and when it is back',
  async () => {
    await redis.stop();
    await says('Redis is lost: this replica goes on with its share');
    await card.locator('[data-field=state]', { hasText: 'cut off from Redis' }).waitFor();
    await opened.page.locator('#alerts', { hasText: 'main' }).waitFor({ state: 'attached' });
    redis = await startRedisServer(redis.port);
    await says('1 replica shares the quotas');
    await opened.page.locator('#alerts:empty').waitFor({ state: 'attached' });
    expect(opened.complaints).toEqual([]);
  },
  2 * NOTICED_MS,
);

/** JSON is YAML. */
const configuration = (): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0 },
    log: { level: 'silent' },
    redis: { onLoss: 'share' },
    limits: { maxReplicas: 2, maxWaitMs: 30_000, maxLagMs: 60_000 },
    auth: {
      apiKeys: [
        {
          client: 'console',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: {
      main: {
        provider: 'nexconn',
        appKey: 'sandbox-app-key',
        appSecret: 'sandbox-app-secret',
        defaultActorId: 'WNYZbMqpH',
        baseUrls: [sandbox.url],
        timeouts: { connectMs: 5_000, totalMs: 20_000 },
      },
    },
  });
