/** Options of Nexconn: each is carried out by the vendor, or refused before a token is drawn. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const NEXCONN = SITES.filter(({ subject }) => subject.vendor === 'nexconn');
const messages = (channelType: string) =>
  NEXCONN.filter((site) => site.resource === 'message' && site.target.channelType === channelType);
const OPEN = NEXCONN.filter(({ resource }) => resource === 'channel');

const pathsOf = async (site: Site) =>
  (await gateway.sandboxOf(site.subject).arrivals()).map(({ route }) => route);

const deleteInBatch = async (site: Site, keys: string[], options: object, actorId = 'other') => {
  const { connection } = site.subject;
  const { channelType, channelId } = site.target;
  const address = { id: '1', connection, channelType, channelId, actorId };
  const operation = { ...address, verb: 'delete', keys, options: { nexconn: options } };
  const { text } = await gateway.call('POST', '/v1/batch', { body: { operations: [operation] } });
  return JSON.parse(text.split('\n')[0] ?? '') as { status: number; problem?: object };
};

describe('an option without a place is refused before a token is drawn', () => {
  it.each([
    ...messages('community').map((site) => [site.title, site, { echoToActor: true }] as const),
    ...messages('direct').map((site) => [site.title, site, { autoDelete: true }] as const),
    ...messages('group').map((site) => [site.title, site, { force: true }] as const),
    ...OPEN.map((site) => [site.title, site, { echoToActor: false }] as const),
  ])('%s: %j', async (_, site, nexconn) => {
    const body = { value: 'v', options: { nexconn } };
    for (const under of ['/k', '/k?dryRun=true']) {
      const answer = await gateway.callSite(site, 'PUT', under, { body });
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ code: 'unsupported-by-provider' }),
      ]);
      expect(answer.headers.get('x-quota-cost')).toBe('0');
    }
    expect(await pathsOf(site)).toEqual([]);
  });
});

it.each(OPEN)('$title: refuses a notification whose type no form can carry', async (site) => {
  const options = { nexconn: { notification: { type: '\ud800' } } };
  const answer = await gateway.callSite(site, 'PUT', '/k', { body: { value: 'v', options } });
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.objectContaining({ code: 'invalid-request' }),
  ]);
});

it.each(['echoToActor', 'autoDelete', 'notification', 'force'])(
  'refuses null for %s',
  async (option) => {
    for (const site of NEXCONN) {
      const body = { value: 'v', options: { nexconn: { [option]: null } } };
      const answer = await gateway.callSite(site, 'PUT', '/k', { body });
      expect([answer.status, answer.body]).toEqual([
        400,
        expect.objectContaining({
          errors: [expect.objectContaining({ pointer: `/options/nexconn/${option}` })],
        }),
      ]);
    }
  },
);

describe.each(OPEN)('$title', (site) => {
  const set = (entries: object[], options: object, actor = 'owner') =>
    gateway.callSite(site, 'PATCH', '', {
      body: { entries, options: { nexconn: options } },
      headers: { 'X-Actor-Id': actor },
    });
  const [a, b] = ['a', 'b'].map((key) => ({ key, value: 'v' })) as [object, object];

  it('sends a notification for each of several entries', async () => {
    const answer = await set([a, b], { notification: { type: 'RC:chrmKVNotiMsg' } });
    expect([answer.status, answer.headers.get('x-quota-cost')]).toEqual([
      200,
      'open-channel.set;t=2',
    ]);
    expect(await pathsOf(site)).toEqual(['/chatroom/entry/set.json', '/chatroom/entry/set.json']);
  });

  it('sends a notification for each of several waiting sets of one key', async () => {
    const { subject } = site;
    const operations = ['1', '2', '3'].map((value) => ({
      id: value,
      connection: subject.connection,
      channelType: site.target.channelType,
      channelId: site.target.channelId,
      actorId: 'owner',
      verb: 'set',
      entries: [{ key: 'a', value }],
      options: { nexconn: { notification: { type: 'app:changed' } } },
    }));
    const { text } = await gateway.call('POST', '/v1/batch', { body: { operations } });
    expect(text).toContain('"succeeded":3');
    expect(await pathsOf(site)).toHaveLength(3);
    expect(await gateway.storedEntries(site)).toEqual([{ key: 'a', values: ['3'] }]);
  });

  describe('a set without a reply, of a value that was there before', () => {
    const setAgain = async (owner: string, options: object) => {
      await set([a], {}, owner);
      await gateway.sandboxOf(site.subject).faults({ route: '*', kind: 'reset', times: 1 });
      return gateway.callSite(site, 'PATCH', '', {
        body: { entries: [a], options: { nexconn: options } },
        headers: { 'X-Actor-Id': 'bob', Prefer: 'wait=10' }, // beyond the read-back
      });
    };
    const stored = async () => (await gateway.callSite(site, 'GET', '/a')).body;
    const notification = { type: 'app:changed' };

    it('is repeated until it has its owner and its options', async () => {
      expect((await setAgain('alice', { autoDelete: true })).status).toBe(200);
      expect(await stored()).toMatchObject({ ownerId: 'bob', autoDelete: true });
    });

    it('with a notification is repeated where the owner shows that it was not applied', async () => {
      expect((await setAgain('alice', { notification })).status).toBe(200);
      expect(await stored()).toMatchObject({ ownerId: 'bob' });
    });

    it('with a notification is of unknown outcome where nothing shows it', async () => {
      expect((await setAgain('bob', { notification })).body).toMatchObject({ applied: 'unknown' });
    });
  });

  it('reports the owner of an entry, and whether it goes with the owner', async () => {
    await set([a, b], { autoDelete: true });
    const { body } = await gateway.callSite(site, 'GET');
    const owned = { ownerId: 'owner', autoDelete: true, updatedAt: expect.any(String) };
    expect(body).toEqual({
      entries: [expect.objectContaining(owned), expect.objectContaining(owned)],
    });
  });

  it.each([1, 2, 21])('deletes %i entries of another owner', async (count) => {
    const keys = Array.from({ length: count }, (_, index) => `k${index}`);
    await set(
      keys.map((key) => ({ key, value: 'v' })),
      {},
    );
    expect(await deleteInBatch(site, keys, {})).toMatchObject({ status: 204 });
    expect(await gateway.storedEntries(site)).toEqual([]);
  });

  it.each([1, 2])('does not delete %i entries of another owner without force', async (count) => {
    await set([a, b], {});
    const keys = ['a', 'b'].slice(0, count);
    expect(await deleteInBatch(site, keys, { force: false })).toMatchObject({
      status: 502,
      problem: {
        code: 'upstream-refused',
        applied: 'no',
        detail: expect.stringContaining('belongs to another user'),
      },
    });
    expect(await gateway.storedEntries(site)).toHaveLength(2);
    expect(await deleteInBatch(site, keys, { force: false }, 'owner')).toMatchObject({
      status: 204,
    });
    expect(await gateway.storedEntries(site)).toHaveLength(2 - count);
  });

  it('takes the options of a DELETE from the query', async () => {
    await set([a, b], {});
    const headers = { 'X-Actor-Id': 'other' };
    const remove = (under: string, nexconn: object) => {
      const text = encodeURIComponent(JSON.stringify({ nexconn }));
      return gateway.callSite(site, 'DELETE', `${under}options=${text}`, { headers });
    };
    for (const under of ['/a?', '?keys=a,b&']) {
      expect((await remove(under, { force: false })).body).toMatchObject({
        code: 'upstream-refused',
        detail: expect.stringContaining('belongs to another user'),
      });
      expect((await remove(under, { autoDelete: true })).body).toMatchObject({
        code: 'unsupported-by-provider',
        errors: [{ pointer: 'query/options/nexconn/autoDelete' }],
      });
      expect((await remove(under, { force: true })).status).toBe(204);
    }
    expect(await gateway.storedEntries(site)).toEqual([]);
  });

  it('deletes every entry of any owner', async () => {
    for (const count of [1, 2]) {
      await set([a, b].slice(0, count), {});
      const headers = { 'X-Actor-Id': 'other' };
      expect((await gateway.callSite(site, 'DELETE', '?all=true', { headers })).status).toBe(204);
      expect(await gateway.storedEntries(site)).toEqual([]);
    }
  });
});
