import { LoadShedder } from '../../src/api/probes/load-shedder';
import { loadConfig } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { startGateway } from '../support/gateway/gateway';

const { limits } = loadConfig({
  env: {},
  providers: PROVIDERS,
  sandboxConnections: {
    any: { provider: 'nexconn', appKey: 'k', appSecret: 's', baseUrls: ['http://127.0.0.1:1'] },
  },
});

it('refuses calls beyond `maxCalls`, and accepts new ones when those have ended', async () => {
  const gateway = await startGateway({ settings: { limits: { ...limits, maxCalls: 2 } } });
  try {
    await gateway.sandboxes.nexconn.settings({ latencyMs: [500, 500] });
    const place = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
    const put = (key: string) => gateway.call('PUT', `${place}/${key}`, { body: { value: 'v' } });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(put));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
    const refused = answers.filter(({ status }) => status === 503);
    for (const { headers, body } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expect(body).toMatchObject({ code: 'overloaded', applied: 'no' });
    }
    expect((await put('e')).status).toBe(200);
    expect((await gateway.call('GET', '/health/ready')).status).toBe(200);
  } finally {
    await gateway.close();
  }
});

it('reports overload only while the event loop is late', async () => {
  const load = new LoadShedder(() => ({ maxCalls: 10, maxLagMs: 100 }));
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
  const busy = (forMs: number): void => {
    for (const endMs = performance.now() + forMs; performance.now() < endMs;);
  };
  const isLate = () => load.findOverload(0) !== undefined;
  try {
    expect(isLate()).toBe(false);
    expect(load.findOverload(10)).toMatch(/too many calls/);
    for (let late = 0; late < 12 && !isLate(); late += 1) {
      busy(250);
      await turn();
    }
    expect(load.findOverload(0)).toMatch(/event loop .* too late/);
    for (let rest = 0; rest < 500 && isLate(); rest += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isLate()).toBe(false);
  } finally {
    load.close();
  }
});
