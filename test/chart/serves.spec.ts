import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway } from '../support/gateway/gateway';
import { CHART } from './tools';

/** As the pod of `helm test` runs it. */
async function ask(url: string): Promise<number> {
  const script = readFileSync(join(CHART, 'serves.js'), 'utf8');
  const asked = spawn(process.execPath, ['-e', script, url], { stdio: 'ignore' });
  const [code] = (await once(asked, 'exit')) as [number];
  return code;
}

describe('the test of a release', () => {
  it('passes where a gateway serves and fails where none does', async () => {
    const gateway = await startGateway();
    const serving = await ask(gateway.url);
    await gateway.close();
    expect([serving, await ask(gateway.url)]).toEqual([0, 1]);
  });
});
