import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkHealth } from '../../src/bin/healthcheck';
import { build, type Build } from '../fleet/build';
import { sha256 } from '../support/gateway/live-gateway';

const folder = mkdtempSync(join(tmpdir(), 'signals-'));
const config = join(folder, 'gateway.yaml');
const children: ChildProcess[] = [];
let compiled: Build;

beforeAll(() => {
  compiled = build();
  writeFileSync(
    config,
    JSON.stringify({
      server: { host: '127.0.0.1', port: 0, drainDelayMs: 4_000 },
      auth: {
        apiKeys: [{ client: 'a', sha256: sha256('key'), connections: ['*'], access: ['read'] }],
      },
      connections: {
        main: {
          provider: 'nexconn',
          appKey: 'key',
          appSecret: 'secret',
          baseUrls: ['http://127.0.0.1:1'],
        },
      },
    }),
  );
}, 120_000);
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  compiled.remove();
  rmSync(folder, { recursive: true });
});

/** Starts a gateway, waits until it is healthy and sends it a SIGTERM. */
async function startAndStop(name: string) {
  const env = { GATEWAY_CONFIG: config, GATEWAY_ADDRESS_FILE: join(folder, name) };
  const log = join(folder, `${name}.log`);
  const child = spawn('sh', ['-c', `exec "$0" "$1" >${log}`, process.execPath, compiled.gateway], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  const exited = once(child, 'exit');
  while (
    !(await checkHealth(env).then(
      () => true,
      () => false,
    ))
  )
    await sleep(50);
  const has = (event: string) => readFileSync(log, 'utf8').includes(`"event":"${event}"`);
  child.kill('SIGTERM');
  while (!has('stop')) await sleep(20);
  return { child, exited, has };
}

it.concurrent(
  'ends a shutdown in order although the same signal arrives twice',
  async () => {
    const { child, exited, has } = await startAndStop('twice');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(has('stopped')).toBe(true);
  },
  60_000,
);

it.concurrent(
  'ends at once at a later second signal',
  async () => {
    const { child, exited, has } = await startAndStop('later');
    await sleep(2_200);
    child.kill('SIGINT');
    expect(await exited).toEqual([1, null]);
    expect(has('stopped')).toBe(false);
  },
  60_000,
);
