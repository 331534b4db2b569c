/** Steps of Redis's clock. The scripts read a clock that a test can set: the server's, and an offset in Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Script, type RedisConnection } from '../../../src/redis';
import { startRedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import { jitter, keepCalling, Vendor } from './vendor';

const SET = { name: 'set', limit: 20, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];
const STEP_AT_MS = 1500;
const RUN_MS = 6500;
/** The last part of a run: the step is over by then. */
const AFTER_MS = 1500;

const SERVER_CLOCK = "redis.call('TIME')";
const TEST_CLOCK = `(function()
  local time = ${SERVER_CLOCK}
  return { time[1] + (redis.call('GET', 'clock-offset') or 0), time[2] }
end)()`;

const patched = new Map<Script, Script>();

function withTestClock(script: Script): Script {
  const known = patched.get(script);
  if (known) return known;
  const parts = String(Reflect.get(script, 'source')).split(SERVER_CLOCK);
  if (parts.length > 2) throw new Error('A script reads the clock at most once.');
  const changed = new Script(parts.join(TEST_CLOCK));
  patched.set(script, changed);
  return changed;
}

const wrap = (connection: RedisConnection): RedisConnection =>
  new Proxy(connection, {
    get(target, name) {
      if (name === 'run')
        return (...[use, script, ...values]: Parameters<RedisConnection['run']>) =>
          target.run(use, withTestClock(script), ...values);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

it.concurrent.each([
  ['back by 30 s', -30],
  ['forward by 30 s', 30],
  ['forward by a second', 1],
  ['back by a second', -1],
])('notices a clock that is set %s, never exceeds the quota, and goes on', async (_, bySeconds) => {
  const server = await startRedisServer();
  const operator = new Redis(server.url);
  const account = newAccount();
  const replicas = [1, 2].map(() =>
    startReplica({ redisUrl: server.url, account, quotas: [SET], wrap }),
  );
  try {
    const vendor = new Vendor();
    const untilMs = performance.now() + RUN_MS;
    const load = Promise.all(
      replicas.map((replica) =>
        keepCalling(20, untilMs, () => vendor.call(replica, one, jitter(20), 3000)),
      ),
    );
    await sleep(STEP_AT_MS);
    await operator.set('clock-offset', bySeconds);
    await load;
    assertNeverOver(vendor.arrivals, [SET]);
    const steps = replicas.flatMap(({ clockSteps }) => clockSteps);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(Math.abs(step / 1000 - bySeconds)).toBeLessThan(0.5);
    expect(replicas.map(({ mode }) => mode())).toEqual(['shared', 'shared']);
    const after = vendor.arrivals.filter(({ atMs }) => atMs > untilMs - AFTER_MS && atMs < untilMs);
    expect(after.length).toBeGreaterThan(0.5 * SET.limit * (AFTER_MS / SET.windowMs));
  } finally {
    for (const replica of replicas) replica.close();
    operator.disconnect();
    await server.stop();
  }
});
