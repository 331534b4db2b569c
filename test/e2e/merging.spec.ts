import { isLinearizable, type CallRecord } from '../chaos/replicas/linearizability';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const GROUP =
  '/v1/connections/nexconn-sandbox/channels/group/group-001/messages/MSG-GROUP-1/metadata';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const put = (key: string, value: string, headers: Record<string, string> = {}) =>
  gateway.call('PUT', `${GROUP}/${key}`, {
    body: { value },
    headers: { Prefer: 'wait=5', ...headers },
  });

/** Takes all tokens of the group quota, so that later calls wait. */
async function drain(): Promise<void> {
  const calls = Array.from({ length: 20 }, (_, index) =>
    put(`d${index}`, '', { 'X-Actor-Id': `drain-${index}` }),
  );
  for (const { status } of await Promise.all(calls)) expect(status).toBe(200);
}

/** Writes or reads the key `same` and appends the call to the history. Returns the status. */
async function record(history: CallRecord[], kind: 'set' | 'get', value?: string): Promise<number> {
  const startMs = performance.now();
  const { status, body } =
    value === undefined ? await gateway.call('GET', `${GROUP}/same`) : await put('same', value);
  const call = {
    kind,
    values: value === undefined ? [] : [value],
    startMs,
    // a failed write may have taken effect, so it may be left out of the order
    endMs: status === 200 ? performance.now() : Infinity,
  };
  const shown = (body as { values?: readonly string[] }).values ?? [];
  history.push(kind === 'get' ? { ...call, shown } : call);
  return status;
}

const calls = async (): Promise<number> => (await gateway.sandboxes.nexconn.arrivals()).length;

describe('waiting writes', () => {
  it('are merged, and each caller gets its own reply', async () => {
    await drain();
    const before = await calls();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => put(`k${index}`, `v${index}`)),
    );
    answers.forEach(({ status, body }, index) => {
      expect([status, body]).toEqual([
        200,
        { key: `k${index}`, value: `v${index}`, values: [`v${index}`] },
      ]);
    });
    expect((await calls()) - before).toBeLessThanOrEqual(4); // at least five writes in each call
    const costs = answers.map(({ headers }) => headers.get('x-quota-cost'));
    expect(costs.filter((cost) => cost !== '0').length).toBe((await calls()) - before);
    const { body } = await gateway.call('GET', GROUP);
    const { entries } = body as { entries: { key: string; value: string }[] };
    const held = new Map(entries.map(({ key, value }) => [key, value]));
    for (let index = 0; index < 20; index += 1) expect(held.get(`k${index}`)).toBe(`v${index}`);
  });

  it('leave the values of some serial order of the acknowledged writes to a key', async () => {
    const history: CallRecord[] = [];
    await drain();
    const before = await calls();
    // the writes of one round are concurrent, those of the second round follow those of the first
    for (const round of ['first', 'second']) {
      const writes = Array.from({ length: 10 }, (_, index) =>
        record(history, 'set', `${round}-${index}`),
      );
      expect(await Promise.all(writes)).toEqual(writes.map(() => 200));
      expect(await record(history, 'get')).toBe(200);
    }
    expect((await calls()) - before).toBeLessThan(20); // the writes were merged
    expect(history).toHaveLength(22);
    expect(history.at(-1)?.shown).toEqual([expect.stringMatching(/^second-\d$/)]);
    expect(isLinearizable(history)).toBe(true);
  });

  it.each<[string, Record<string, string>, object]>([
    ['another actor', { 'X-Actor-Id': 'other' }, {}],
    ['strict handling', { Prefer: 'wait=5, handling=strict' }, {}],
    ['other options', {}, { options: { nexconn: { echoToActor: true } } }],
  ])('are not merged with a write of %s', async (_, headers, more) => {
    await drain();
    const before = await calls();
    const other = gateway.call('PUT', `${GROUP}/b`, {
      body: { value: '2', ...more },
      headers: { Prefer: 'wait=5', ...headers },
    });
    const [one, two] = await Promise.all([put('a', '1'), other]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect((await calls()) - before).toBe(2);
  });

  it('fail only for their own faults', async () => {
    await drain();
    const [good, bad] = await Promise.all([put('a', '1'), put('bad%20key', '1')]);
    expect([good.status, bad.status]).toEqual([200, 422]);
  });

  it('go on when the leader of their merged call disconnects', async () => {
    await drain();
    const before = await calls();
    const client = new AbortController();
    const leader = gateway.call('PUT', `${GROUP}/leader`, {
      body: { value: '1' },
      headers: { Prefer: 'wait=5' },
      signal: client.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const follower = put('follower', '1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.abort();
    await expect(leader).rejects.toThrow();
    expect((await follower).status).toBe(200);
    expect((await calls()) - before).toBe(1);
    const { body } = await gateway.call('GET', GROUP);
    expect(JSON.stringify(body)).not.toContain('"leader"');
  });

  it('are carried out alone when the vendor refuses their merged call', async () => {
    await drain();
    const route = '/v4/message/metadata/set';
    await gateway.sandboxes.nexconn.faults({ route, kind: 'status', status: 403, times: 1 });
    const answers = await Promise.all([put('a', '1'), put('b', '1'), put('c', '1')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('waiting changes of a counter', () => {
  it('are summed into one vendor call, each answered with its own value', async () => {
    const scarce = await startGateway({
      connections: {
        'sendbird-sandbox': {
          provider: 'sendbird',
          quotas: { 'metacounter.update': { limit: 1 } },
        },
      },
    });
    const counters =
      '/v1/connections/sendbird-sandbox/channels/open/sendbird_open_channel_1/counters';
    const change = (op: string, amount: number) =>
      scarce.call('PATCH', counters, {
        body: { counters: [{ key: 'clicks', op, amount }] },
        headers: { Prefer: 'wait=5' },
      });
    await change('set', 100); // takes the only token
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        change(index % 4 === 3 ? 'decrease' : 'increase', 1),
      ),
    );
    const values = answers.map(
      ({ body }) => (body as { counters: { value: number }[] }).counters[0]?.value,
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter(({ headers }) => headers.get('x-quota-cost') !== '0')).toHaveLength(1);
    expect(values).toContain(110); // the last change; no other order of arrival ends elsewhere
    expect((await scarce.call('GET', `${counters}/clicks`)).body).toMatchObject({ value: 110 });
    const arrivals = await scarce.sandboxes.sendbird.arrivals();
    expect(arrivals.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    await scarce.close();
  });
});

describe('waiting reads', () => {
  it('share one vendor call', async () => {
    const scarce = await startGateway({
      connections: {
        'nexconn-sandbox': {
          provider: 'nexconn',
          quotas: { 'message-metadata.list': { limit: 1 } },
        },
      },
    });
    const read = () => scarce.call('GET', `${GROUP}/a`, { headers: { Prefer: 'wait=5' } });
    await scarce.call('PUT', `${GROUP}/a`, { body: { value: '1' } });
    await read(); // takes the only token
    const answers = await Promise.all(Array.from({ length: 30 }, read));
    for (const { body } of answers) expect(body).toMatchObject({ value: '1' });
    const arrivals = await scarce.sandboxes.nexconn.arrivals();
    expect(arrivals.filter(({ route }) => route.endsWith('/list')).length).toBeLessThanOrEqual(3);
    const metrics = (await scarce.call('GET', '/metrics')).text;
    expect(metrics).toMatch(/^gateway_merged_calls_total\{.*operation="message\.get"\} \d+$/m);
    await scarce.close();
  });
});
