import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config';
import type { ConnectionObserver } from '../api/events/connection-observer';
import type { LedgerState } from '../limiter';
import { PROVIDERS } from '../providers/registry';
import { connectRedis } from '../redis';
import { VendorAccounts } from './vendor-accounts';

/** Nothing listens on port 1. */
const fileWith = (name: string, appKey: string) => `
redis: { url: "redis://127.0.0.1:1", onLoss: refuse }
auth: { jwt: { issuer: i, audience: a, jwksUri: "https://issuer.test" } }
connections:
  ${name}: { provider: nexconn, appKey: ${appKey}, appSecret: s, baseUrls: [https://vendor.test] }
`;

const settingsWith = (name = 'main', appKey = 'k') =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'f' },
    providers: PROVIDERS,
    readFile: () => fileWith(name, appKey),
  });

const ignore = () => undefined;
const SILENT: ConnectionObserver = {
  ...{ granted: ignore, refused: ignore, cooledDown: ignore, roundTrip: ignore },
  ...{ suspended: ignore, clockStepped: ignore, replicas: ignore, ledger: ignore },
  removed: ignore,
};

/** @throws Error if the condition is not met within 10 s */
async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('not met');
    await sleep(5);
  }
}

it('says nothing of a ledger that it leaves without Redis', async () => {
  const redis = connectRedis('redis://127.0.0.1:1');
  const retained = jest.spyOn(redis, 'retain');
  const released = jest.spyOn(redis, 'release');
  const states: LedgerState[] = [];
  const observer: ConnectionObserver = { ...SILENT, ledger: (state) => states.push(state) };
  const accounts = new VendorAccounts(() => observer, redis);
  accounts.apply(settingsWith());
  await until(() => states.includes('refusing'));
  accounts.close();
  await until(() => released.mock.calls.length === retained.mock.calls.length);
  redis.release();
  expect(states).toEqual(['refusing']);
}, 30_000);

it('reports the state of a ledger for the connections that use it, and for no others', async () => {
  const redis = connectRedis('redis://127.0.0.1:1');
  const events: string[] = [];
  const observerOf = (name: string): ConnectionObserver => {
    events.push(`${name} added`);
    return {
      ...SILENT,
      ledger: (state) => events.push(`${name} ${state}`),
      removed: () => events.push(`${name} removed`),
    };
  };
  const accounts = new VendorAccounts(observerOf, redis);
  accounts.apply(settingsWith('main', 'one'));
  await until(() => events.includes('main refusing'));
  accounts.apply(settingsWith('main', 'two')); // another account
  expect(events.slice(-2)).toEqual(['main removed', 'main added']);
  await until(() => events.at(-1) === 'main refusing');
  accounts.apply(settingsWith('renamed', 'two'));
  expect(events.slice(-3)).toEqual(['main removed', 'renamed added', 'renamed refusing']);
  accounts.close();
  redis.release();
  expect(events.at(-1)).toBe('renamed removed');
}, 30_000);
