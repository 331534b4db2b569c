/** The console of a fleet: two gateway processes that share one Redis. */
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
/** Longer than it takes to detect a dead replica or an unreachable Redis. */
const DETECTION_TIMEOUT_MS = 120_000;

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

/** Waits until the card shows this fact. */
const showsFact = (text: string) =>
  card.locator('[data-field=facts]', { hasText: text }).waitFor({ timeout: DETECTION_TIMEOUT_MS });

it(
  'shows both replicas and the tokens that they share',
  async () => {
    await showsFact('2 replicas share the quotas');
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
    // totals count the calls of the watched replica only
    expect(await card.locator('[data-field=callCount]').innerText()).toMatch(/0$/);
  },
  DETECTION_TIMEOUT_MS,
);

it(
  'shows that one replica was killed',
  async () => {
    await other.kill();
    await showsFact('1 replica shares the quotas');
  },
  DETECTION_TIMEOUT_MS,
);

it(
  'shows the loss and the return of Redis',
  async () => {
    await redis.stop();
    await showsFact('Redis is unreachable: this replica is in fallback');
    await card.locator('[data-field=state]', { hasText: 'fallback, Redis unreachable' }).waitFor();
    await opened.page.locator('#alerts', { hasText: 'main' }).waitFor({ state: 'attached' });
    redis = await startRedisServer(redis.port);
    await showsFact('1 replica shares the quotas');
    await opened.page.locator('#alerts:empty').waitFor({ state: 'attached' });
    expect(opened.errors).toEqual([]);
  },
  2 * DETECTION_TIMEOUT_MS,
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
