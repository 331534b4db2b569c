/** Tencent: results for each key, pages, its signature, throttles and settings, against its sandbox. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { TestSandbox } from '../support/vendor/sandbox';

let gateway: TestGateway;
let sandbox: TestSandbox;
beforeAll(async () => {
  const tencent = { provider: 'tencent' } as const;
  gateway = await startGateway({
    connections: {
      main: {
        ...tencent,
        vendorRoutes: [
          {
            method: 'POST',
            path: UPDATE_COUNTER,
            draws: { 'group-counter.update': 1 },
          },
        ],
      },
      empty: { ...tencent, deletedExtensions: 'empty' },
      codes: { ...tencent, messageNotFoundCodes: [10_004], extensionNotSupportedCodes: [10_007] },
      key: { ...tencent, secretKey: 'another-key' },
      app: { ...tencent, sdkAppId: 1_400_000_009 },
      meeting: { ...tencent, channelTypes: { group: 'AVChatRoom' } },
    },
  });
  sandbox = gateway.sandboxes.tencent;
});
beforeEach(() => sandbox.reset());
afterAll(() => gateway.close());

const UPDATE_COUNTER = '/v4/group_open_http_svc/update_group_counter';
const group = (id: string) => `group/${encodeURIComponent(id)}`;
const PUBLIC = group('@TGS#2SANDBOX1');
const MESSAGE = `${PUBLIC}/messages/158/metadata`;

const call = (method: string, path: string, body?: object, connection = 'main', wait = 2) =>
  gateway.call(method, `/v1/connections/${connection}/channels/${path}`, {
    headers: { Prefer: `wait=${wait}` },
    ...(body && { body }),
  });
const set = (path: string, ...keys: string[]) =>
  call('PATCH', path, { entries: keys.map((key) => ({ key, value: 'v' })) });
const keysOf = async (path: string, connection = 'main') => {
  const { body } = await call('GET', path, undefined, connection);
  return (body as { entries: { key: string }[] }).entries.map(({ key }) => key).sort();
};
const commandsSent = async () =>
  (await sandbox.arrivals()).map(({ route }) => route.split('/').at(-1));

describe('extensions of a message', () => {
  it('are read in pages of 200', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => `k${index}`);
    expect((await set(MESSAGE, ...keys)).headers.get('x-quota-cost')).toBe(
      'group-extension.set;t=13',
    );
    const { body, headers } = await call('GET', MESSAGE);
    expect(body).toMatchObject({ entries: keys.map((key) => ({ key, value: 'v' })) });
    expect(body).not.toHaveProperty('nextCursor');
    expect(headers.get('x-quota-cost')).toBe('group-extension.get;t=2');
  });

  it('that the vendor refuses are named by the others', async () => {
    await sandbox.settings({ unknowns: { refusedKeys: 'bad' } });
    const { status, body } = await set(MESSAGE, 'a', 'bad', 'c');
    expect([status, body]).toMatchObject([
      502,
      {
        code: 'upstream-refused',
        applied: { keys: ['a', 'c'] },
        detail: 'Tencent refused 1 of 3 keys: a parameter is wrong.',
        upstream: { provider: 'tencent', status: 200, code: 10_004 },
      },
    ]);
    expect(await keysOf(MESSAGE)).toEqual(['a', 'c']);
    expect((await set(MESSAGE, 'bad')).body).toMatchObject({ applied: 'no' });
  });

  it.each(['refuse', 'ok'])('that are absent are deleted: %s', async (deleteAbsentExtension) => {
    await sandbox.settings({ unknowns: { deleteAbsentExtension } });
    await set(MESSAGE, 'a', 'b');
    expect((await call('DELETE', `${MESSAGE}?keys=a,absent`)).status).toBe(204);
    expect(await keysOf(MESSAGE)).toEqual(['b']);
  });

  it('that are deleted may be shown with an empty value', async () => {
    await sandbox.settings({ unknowns: { deletedExtension: 'empty' } });
    await set(MESSAGE, 'a', 'b');
    await call('DELETE', `${MESSAGE}/a`);
    expect(await keysOf(MESSAGE, 'empty')).toEqual(['b']);
    const { body } = await call('PUT', `${MESSAGE}/c`, { value: '' }, 'empty');
    expect(body).toMatchObject({ code: 'provider-limit', errors: [{ pointer: '/value' }] });
  });

  it('of a missing message, and of one without support, fail as the settings say', async () => {
    const missing = `${PUBLIC}/messages/999/metadata`;
    const plain = `${PUBLIC}/messages/160/metadata`;
    expect((await call('GET', missing)).body).toMatchObject({ code: 'upstream-refused' });
    expect((await call('GET', missing, undefined, 'codes')).status).toBe(404);
    expect((await call('GET', plain, undefined, 'codes')).body).toMatchObject({
      code: 'upstream-not-enabled',
    });
  });

  it('are refused where the group type of the connection has none', async () => {
    const { status, headers } = await call('GET', MESSAGE, undefined, 'meeting');
    expect([status, headers.get('x-quota-cost')]).toEqual([422, '0']);
  });
});

describe('attributes of a group', () => {
  it.each(['none', 'others', 'ignore'])(
    'are deleted although one of them is absent: %s',
    async (deleteAbsentAttribute) => {
      await sandbox.settings({ unknowns: { deleteAbsentAttribute } });
      const path = `${group('@TGS#1WORK')}/metadata`;
      await set(path, 'a', 'b', 'c');
      expect((await call('DELETE', `${path}?keys=a,absent,b`)).status).toBe(204);
      expect(await keysOf(path)).toEqual(['c']);
    },
  );

  it('of a community are all deleted', async () => {
    const path = `community/${encodeURIComponent('@TGS#_COMMUNITY1')}/metadata`;
    await set(path, 'a', 'b');
    expect((await call('DELETE', `${path}?all=true`)).status).toBe(204);
    expect(await keysOf(path)).toEqual([]);
    expect(await commandsSent()).not.toContain('clear_group_attr');
  });
});

it('clears a group without attributes, whatever the vendor says', async () => {
  await sandbox.settings({ unknowns: { clearEmpty: 'refuse' } });
  const path = `${group('@TGS#1WORK')}/metadata?all=true`;
  expect((await call('DELETE', path)).status).toBe(204);
});

describe('counters that the vendor refuses to delete', () => {
  const path = `${PUBLIC}/counters`;
  const stored = async () => (await call('GET', path)).body;
  beforeEach(async () => {
    await sandbox.settings({ unknowns: { deleteAbsentCounter: 'refuse' } });
    const counters = ['a', 'b'].map((key) => ({ key, op: 'set', amount: 1 }));
    expect((await call('PATCH', path, { counters })).status).toBe(200);
  });

  it('because one does not exist are deleted without it', async () => {
    expect((await call('DELETE', `${path}?keys=a,absent`)).status).toBe(204);
    expect((await call('DELETE', `${path}/absent`)).status).toBe(204);
    expect(await stored()).toEqual({ counters: [{ key: 'b', value: 1 }] });
  });

  it.each(['?keys=a,b', '?all=true'])('for another reason stay: %s', async (under) => {
    const code = 10_004;
    await sandbox.faults({ route: '*', kind: 'code-in-200', code, times: 1 });
    const { status, body } = await call('DELETE', `${path}${under}`);
    expect([status, body]).toMatchObject([
      502,
      { code: 'upstream-refused', applied: 'no', upstream: { code } },
    ]);
    expect(await stored()).toMatchObject({ counters: [{ key: 'a' }, { key: 'b' }] });
  });
});

describe('a signature', () => {
  it('that has expired is renewed once', async () => {
    const expired = { route: '*', kind: 'code-in-200', code: 70_001 };
    await sandbox.faults({ ...expired, times: 1 });
    expect((await call('GET', MESSAGE)).status).toBe(200);
    await sandbox.faults(expired);
    expect((await set(MESSAGE, 'a')).body).toMatchObject({
      code: 'upstream-auth-failed',
      applied: 'no',
    });
    expect(await sandbox.arrivals()).toHaveLength(4);
  });

  it.each([
    ['key', 70_009],
    ['app', 60_006],
  ])('of another %s is refused with %d', async (connection, code) => {
    const { body } = await call('GET', MESSAGE, undefined, connection);
    expect(body).toMatchObject({ code: 'upstream-auth-failed', upstream: { code } });
  });
});

describe('a throttle', () => {
  const throttle = (code: number) =>
    sandbox.faults({ route: '*', kind: 'code-in-200', code, times: 1 });
  const write = (id: string) => call('PUT', `${group(id)}/metadata/k`, { value: 'v' }, 'main', 0);

  it('of one group leaves the other groups alone', async () => {
    await throttle(10_049);
    expect((await write('@TGS#3MEETING')).body).toMatchObject({
      code: 'upstream-throttled',
      violatedQuotas: ['group-attribute.write'],
      applied: 'no',
    });
    expect((await write('@TGS#3MEETING')).body).toMatchObject({
      code: 'quota-exhausted',
      violatedQuotas: ['group-attribute.write'],
    });
    expect((await write('@TGS#2SANDBOX1')).status).toBe(200);
  });

  it('of the app concerns every command', async () => {
    await throttle(60_011);
    const { body } = await call('GET', MESSAGE, undefined, 'main', 0);
    expect(body).toMatchObject({ code: 'upstream-throttled' });
    const counters = await call('GET', `${PUBLIC}/counters`, undefined, 'main', 0);
    expect(counters.body).toMatchObject({ code: 'quota-exhausted' });
    expect((await call('GET', MESSAGE)).status).toBe(200);
  });
});

it('refuses counters that no JSON number holds exactly, and never rounds them', async () => {
  const address = `/v1/connections/main/vendor${UPDATE_COUNTER}`;
  const body =
    '{"GroupId":"@TGS#2SANDBOX1","GroupCounter":[{"Key":"a","Value":9007199254740993},{"Key":"b","Value":1}],"Mode":"Set"}';
  const done = await gateway.call('POST', address, {
    body,
    headers: { 'Content-Type': 'application/json' },
  });
  expect([done.status, done.text]).toEqual([200, expect.stringContaining('9007199254740993')]);
  const { status, text } = await call('GET', `${PUBLIC}/counters`);
  expect([status, text]).toEqual([422, expect.stringContaining('±(2^53 − 1)')]);
  expect((await call('GET', `${PUBLIC}/counters/b`)).body).toEqual({ key: 'b', value: 1 });
  const changes = { counters: [{ key: 'a', op: 'increase', amount: 1 }] };
  expect((await call('PATCH', `${PUBLIC}/counters`, changes)).body).toMatchObject({
    code: 'provider-limit',
    applied: { keys: ['a'] },
  });
});

it('signs the request of a client, who cannot sign it', async () => {
  const send = (query: string) =>
    gateway.call('POST', `/v1/connections/main/vendor${UPDATE_COUNTER}?${query}`, {
      body: { GroupId: '@TGS#2SANDBOX1', GroupCounter: [{ Key: 'a', Value: 1 }], Mode: 'Set' },
    });
  expect((await send('usersig=mine')).status).toBe(400);
  expect((await send('identifier=mine&random=mine&x=1')).status).toBe(200);
  const { path } = sandbox.exchanges.at(-1)?.request ?? { path: '' };
  expect(path).toMatch(/identifier=administrator&usersig=eJ.*&x=1$/);
  expect(path).not.toContain('mine');
});

it('describes a connection without what its group type lacks', async () => {
  const describe = async (connection: string) => {
    const { body } = await gateway.call('GET', `/v1/connections/${connection}`);
    const { capabilities } = body as {
      capabilities: Record<string, Record<string, Record<string, { support: string }>>>;
    };
    return capabilities.message?.group?.set?.support;
  };
  expect(await describe('codes')).toBe('native');
  expect(await describe('meeting')).toBe('unsupported');
});
