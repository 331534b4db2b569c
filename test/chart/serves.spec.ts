import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway } from '../support/gateway/gateway';
import { CHART } from './tools';

/** Runs the script as the pod of `helm test` does. Returns its exit code. */
async function runReleaseTest(url: string): Promise<number> {
  const script = readFileSync(join(CHART, 'serves.js'), 'utf8');
  const test = spawn(process.execPath, ['-e', script, url], { stdio: 'ignore' });
  const [code] = (await once(test, 'exit')) as [number];
  return code;
}

describe('helm test', () => {
  it('passes with a running gateway and fails without one', async () => {
    const gateway = await startGateway();
    const whileRunning = await runReleaseTest(gateway.url);
    await gateway.close();
    expect([whileRunning, await runReleaseTest(gateway.url)]).toEqual([0, 1]);
  });
});
