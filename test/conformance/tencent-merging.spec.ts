/** Tencent: merged writes and the quota of each group, against its sandbox. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { TestSandbox } from '../support/vendor/sandbox';

const WINDOW_MS = 400;

let gateway: TestGateway;
let sandbox: TestSandbox;
beforeAll(async () => {
  const quotas = { 'group-extension.set': { limit: 1, windowMs: WINDOW_MS } };
  gateway = await startGateway({ connections: { tencent: { provider: 'tencent', quotas } } });
  sandbox = gateway.sandboxes.tencent;
});
beforeEach(() => sandbox.reset());
afterAll(() => gateway.close());

const PUBLIC = '@TGS#2SANDBOX1';
const WORK = '@TGS#1WORK';

const patch = (groupId: string, rest: string, keys: readonly string[], actor = 'ada') =>
  gateway.call(
    'PATCH',
    `/v1/connections/tencent/channels/group/${encodeURIComponent(groupId)}/${rest}`,
    {
      headers: { Prefer: 'wait=10', 'X-Actor-Id': actor },
      body: { entries: keys.map((key) => ({ key, value: 'v' })) },
    },
  );
const named = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('writes of several keys', () => {
  const MESSAGE = 'messages/158/metadata';
  const storedKeys = async () => {
    const { groups } = await sandbox.state<{
      groups: Record<string, { messages: Record<string, { extensions: { key: string }[] }> }>;
    }>();
    return groups[PUBLIC]?.messages['158']?.extensions.map(({ key }) => key);
  };
  beforeEach(() => sandbox.settings({ unknowns: { refusedKeys: 'bad' } }));

  it('that are merged answer each caller for its own keys', async () => {
    const first = patch(PUBLIC, MESSAGE, ['first']); // takes the only token
    const answers = await Promise.all(
      named('k', 12).map((key, index) =>
        patch(PUBLIC, MESSAGE, index % 4 === 1 ? [key, `bad${index}`] : [key, `more${index}`]),
      ),
    );
    await first;
    answers.forEach(({ status, body }, index) => {
      if (index % 4 !== 1) expect(status).toBe(200);
      else expect([status, body]).toMatchObject([502, { applied: { keys: [`k${index}`] } }]);
    });
    expect(await storedKeys()).toHaveLength(1 + 12 + 9);
    expect((await sandbox.arrivals()).length).toBeLessThan(13);
  });

  it('end at the call of which a key is refused, and name the keys written before and in it', async () => {
    const keys = [...named('a', 30), 'bad', ...named('b', 20)];
    const { status, body } = await patch(PUBLIC, MESSAGE, keys);
    const written = [...named('a', 30), ...named('b', 9)];
    expect([status, body]).toMatchObject([502, { applied: { keys: written } }]);
    expect(await storedKeys()).toEqual(written);
    expect(await sandbox.arrivals()).toHaveLength(2);
  });
});

describe('a merged write that a full group refuses', () => {
  /** The vendor takes 16 attributes and refuses a call beyond that as a whole. */
  const present = named('k', 15);
  const storedKeys = async () => {
    const { groups } = await sandbox.state<{
      groups: Record<string, { attributes: { key: string }[] }>;
    }>();
    return groups[PUBLIC]?.attributes.map(({ key }) => key);
  };
  beforeEach(async () => {
    expect((await patch(PUBLIC, 'metadata', present)).status).toBe(200);
  });

  it('is carried out for each caller alone', async () => {
    // the quota of 5 writes a second: these take the rest of it
    const others = named('actor', 4).map((actor) => patch(PUBLIC, 'metadata', ['k0'], actor));
    const answers = await Promise.all([
      ...others,
      patch(PUBLIC, 'metadata', ['k1']),
      patch(PUBLIC, 'metadata', ['n1', 'n2']),
      patch(PUBLIC, 'metadata', ['n3']),
    ]);
    const [fits, tooMany, fitsToo] = answers.slice(4);
    expect([fits?.status, fitsToo?.status]).toEqual([200, 200]);
    expect([tooMany?.status, tooMany?.body]).toMatchObject([
      502,
      { code: 'upstream-refused', applied: 'no', upstream: { code: 10047 } },
    ]);
    const costs = answers.slice(4).map(({ headers }) => headers.get('x-quota-cost'));
    expect(costs[0]).toContain(';t=2');
    expect(costs[1]).toContain(';t=1');
    expect(await storedKeys()).toEqual([...present, 'n3']);
  });

  it('is carried out for each operation of a batch alone', async () => {
    const line = (...keys: string[]) => ({
      id: keys.join(),
      verb: 'set',
      connection: 'tencent',
      channelType: 'group',
      channelId: PUBLIC,
      actorId: 'ada',
      entries: keys.map((key) => ({ key, value: 'w' })),
    });
    const { text } = await gateway.call('POST', '/v1/batch', {
      body: { operations: [line('k0'), line('n1', 'n2'), line('n3')] },
    });
    const results = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as { status?: number });
    expect(results.flatMap(({ status }) => status ?? [])).toEqual([200, 502, 200]);
    expect(await storedKeys()).toEqual([...present, 'n3']);
  });
});

it('writes the attributes of a group 5 times a second, and delays no other group', async () => {
  // writes of several actors are not merged
  const writes = named('actor', 8).map((actor) => patch(PUBLIC, 'metadata', ['k'], actor));
  const other = patch(WORK, 'metadata', ['k']);
  const answers = await Promise.all([...writes, other]);
  expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
  const arrivals = await sandbox.arrivals();
  const times = (groupId: string) =>
    arrivals.filter(({ channel }) => channel === groupId).map(({ atMs }) => atMs);
  const at = times(PUBLIC);
  expect(at).toHaveLength(8);
  const worst = at.map((from) => at.filter((time) => time >= from && time < from + 1_000).length);
  expect(Math.max(...worst)).toBeLessThanOrEqual(5);
  expect(times(WORK)[0]).toBeLessThan(at[5] ?? 0);
});
