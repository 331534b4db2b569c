import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config';
import type { LedgerState, LimiterObserver } from '../limiter';
import { PROVIDERS } from '../providers/registry';
import { connectRedis } from '../redis';
import { VendorAccounts } from './vendor-accounts';

/** Nothing listens on port 1. */
const FILE = `
redis: { url: "redis://127.0.0.1:1", onLoss: refuse }
auth: { jwt: { issuer: i, audience: a, jwksUri: "https://issuer.test" } }
connections:
  main: { provider: nexconn, appKey: k, appSecret: s, baseUrls: [https://vendor.test] }
`;

/** @throws Error if the condition is not met within 10 s */
async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('not met');
    await sleep(5);
  }
}

it('says nothing of a ledger that it leaves without Redis', async () => {
  const settings = loadConfig({
    env: { GATEWAY_CONFIG: 'f' },
    providers: PROVIDERS,
    readFile: () => FILE,
  });
  const ignore = () => undefined;
  const redis = connectRedis('redis://127.0.0.1:1');
  const retained = jest.spyOn(redis, 'retain');
  const released = jest.spyOn(redis, 'release');
  const states: LedgerState[] = [];
  const observer: LimiterObserver = {
    ...{ granted: ignore, refused: ignore, cooledDown: ignore, roundTrip: ignore },
    ...{ suspended: ignore, clockStepped: ignore, replicas: ignore },
    ledger: (state) => states.push(state),
  };
  const accounts = new VendorAccounts(() => observer, redis);
  accounts.apply(settings);
  await until(() => states.includes('refusing'));
  accounts.close();
  await until(() => released.mock.calls.length === retained.mock.calls.length);
  redis.release();
  expect(states).toEqual(['refusing']);
}, 30_000);
