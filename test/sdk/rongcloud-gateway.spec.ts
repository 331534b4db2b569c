/**
 * The vendor's public legacy SDK and a gateway with `profile: rongcloud` on one sandbox: each reads what the
 * other has written.
 */
import connect from 'rongcloud-sdk';
import { request } from 'rongcloud-sdk/lib/request';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

let gateway: TestGateway;
let sdk: ReturnType<typeof connect>;
beforeAll(async () => {
  const rongcloud = { provider: 'nexconn', profile: 'rongcloud' } as const;
  gateway = await startGateway({ connections: { rongcloud } });
  const { url } = gateway.sandboxes.nexconn;
  const [appkey, secret] = ['sandbox-app-key', 'sandbox-app-secret'];
  sdk = connect({ appkey, secret, api: [url, url] });
});
beforeEach(() => gateway.sandboxes.nexconn.reset());
afterAll(() => gateway.close());

const bySdk = async (url: string, data: object): Promise<unknown> =>
  (await request({ url, data })).text;
const byGateway = async (method: string, place: string, body?: object): Promise<unknown> => {
  const path = `/v1/connections/rongcloud/channels/${place}`;
  const answer = await gateway.call(method, path, { body, headers: { 'X-Actor-Id': 'u' } });
  expect(answer.status).toBeLessThan(300);
  return answer.body;
};

const VALUE = '555 a+b=ü&中"😀';
const patch = (...keys: string[]) => ({ entries: keys.map((key) => ({ key, value: VALUE })) });
const held = (...keys: string[]) => ({
  entries: keys.map((key) => expect.objectContaining({ key, values: [VALUE] }) as object),
});

interface Family {
  readonly name: string;
  readonly place: string;
  readonly sdkPath: string;
  /** The message as the SDK names it in a write, and in a read. */
  readonly written: object;
  readonly read: object;
}
const channel = (conversationType: number, targetId: string) => ({ conversationType, targetId });
const ULTRA = { groupId: 'community-001', busChannel: 'sub-001' };
const FAMILIES: readonly Family[] = [
  {
    name: 'a direct message',
    place: 'direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata',
    sdkPath: 'message/expansion',
    written: { msgUID: 'BRGM-DEN2-01E4-BN66', userId: 'u', ...channel(1, 'tjw3zbMrU') },
    read: { msgUID: 'BRGM-DEN2-01E4-BN66' },
  },
  {
    name: 'a group message',
    place: 'group/group-001/messages/MSG-GROUP-1/metadata',
    sdkPath: 'message/expansion',
    written: { msgUID: 'MSG-GROUP-1', userId: 'u', ...channel(3, 'group-001') },
    read: { msgUID: 'MSG-GROUP-1' },
  },
  {
    name: 'an ultra group message',
    place: 'community/community-001/messages/MSG-001/metadata?subchannelId=sub-001',
    sdkPath: 'ultragroup/message/expansion',
    written: { msgUID: 'MSG-001', userId: 'u', ...ULTRA },
    read: { msgUID: 'MSG-001', ...ULTRA },
  },
];

describe.each(FAMILIES)('the expansion of $name', ({ place, sdkPath, written, read }) => {
  it('is read and deleted by the gateway after the SDK has set it', async () => {
    await byGateway('DELETE', `${place}${place.includes('?') ? '&' : '?'}all=true`);
    const extraKeyVal = JSON.stringify({ a: VALUE, 'b+=-_': VALUE });
    expect(await bySdk(`${sdkPath}/set`, { ...written, extraKeyVal })).toEqual({ code: 200 });
    expect(await byGateway('GET', place)).toEqual(held('a', 'b+=-_'));
    await byGateway('DELETE', `${place}${place.includes('?') ? '&' : '?'}keys=a`);
    expect(await bySdk(`${sdkPath}/query`, read)).toEqual({
      code: 200,
      extraContent: { 'b+=-_': { v: VALUE, ts: expect.any(Number) } },
    });
  });

  it('is read and deleted by the SDK after the gateway has set it', async () => {
    await byGateway('PATCH', place, patch('a', 'b'));
    expect(await bySdk(`${sdkPath}/query`, read)).toMatchObject({
      extraContent: { a: { v: VALUE }, b: { v: VALUE } },
    });
    const extraKey = JSON.stringify(['a']);
    expect(await bySdk(`${sdkPath}/delete`, { ...written, extraKey })).toEqual({ code: 200 });
    const { entries } = (await byGateway('GET', place)) as { entries: { key: string }[] };
    expect(entries.map(({ key }) => key)).not.toContain('a');
    expect(entries.map(({ key }) => key)).toContain('b');
  });
});

describe('the entries of a chat room', () => {
  const place = 'open/kvchatroom2/metadata';
  const chatroomId = 'kvchatroom2';

  it('are read and deleted by the gateway after the SDK has set them', async () => {
    const entry = { chatroomId, userId: 'owner', key: 'a', value: VALUE, autoDelete: 1 };
    expect(await bySdk('chatroom/entry/set', entry)).toEqual({ code: 200 });
    expect(await byGateway('GET', `${place}/a`)).toMatchObject({
      values: [VALUE],
      ownerId: 'owner',
      autoDelete: true,
    });
    await byGateway('DELETE', `${place}/a`);
    expect(await bySdk('chatroom/entry/query', { chatroomId })).toEqual({ code: 200, keys: [] });
  });

  it('are read and deleted by the SDK after the gateway has set them', async () => {
    await byGateway('PUT', `${place}/a`, { value: VALUE });
    await byGateway('PATCH', place, patch('b', 'c'));
    const query = { chatroomId, keys: ['a', 'b', 'c'] };
    expect(await bySdk('chatroom/entry/query', query)).toMatchObject({
      keys: ['a', 'b', 'c'].map((key) => ({ key, value: VALUE, userId: 'u', autoDelete: '0' })),
    });
    const entry = { chatroomId, userId: 'u', key: 'a' };
    expect(await bySdk('chatroom/entry/remove', entry)).toEqual({ code: 200 });
    expect(await byGateway('GET', place)).toEqual(held('b', 'c'));
  });

  it('are gone with a chat room that the SDK destroys', async () => {
    await byGateway('PUT', `${place}/a`, { value: VALUE });
    expect(await sdk.Chatroom.destroy({ id: chatroomId })).toMatchObject({ code: 200 });
    const path = `/v1/connections/rongcloud/channels/${place}`;
    expect((await gateway.call('GET', path)).body).toMatchObject({
      code: 'upstream-refused',
      detail: expect.stringContaining('open channel does not exist'),
    });
  });
});
