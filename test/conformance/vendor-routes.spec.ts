/** The sending routes of each vendor's examples, called through the gateway. */
import { sandboxConnectionName } from '../../src/api/docs/examples';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { Vendor } from '../support/vendor/sandbox';
import { SUBJECTS, type Subject } from './subjects';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

interface Send {
  /** The route's path in `sandboxExamples.vendorRoutes`. */
  readonly route: string;
  readonly path: string;
  readonly body: object;
}

const nexconn = (kind: string, recipients: object): Send => ({
  route: `/v4/${kind}-channel/message/send`,
  path: `/v4/${kind}-channel/message/send`,
  body: { fromUserId: 'u1', messageType: 'RC:TxtMsg', content: '{}', ...recipients },
});
const sendbird = (type: string, url: string): Send => ({
  route: `/v3/${type}_channels/{channel_url}/messages`,
  path: `/v3/${type}_channels/${url}/messages`,
  body: { message_type: 'MESG', user_id: 'sender', message: 'hello' },
});

const TENCENT_MESSAGE = { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hello' } }] };

const SENDS: Readonly<Record<Vendor, readonly Send[]>> = {
  nexconn: [
    nexconn('group', { toChannelIds: ['group-001', 'group-002'] }),
    nexconn('direct', { toUserIds: ['u2', 'u3', 'u4'] }),
  ],
  sendbird: [
    sendbird('group', 'sendbird_group_channel_1'),
    sendbird('open', 'sendbird_open_channel_1'),
  ],
  stream: [
    {
      route: '/channels/{type}/{id}/message',
      path: '/channels/messaging/room-42/message',
      body: { message: { text: 'hello', user_id: 'ada' } },
    },
  ],
  tencent: [
    {
      route: '/v4/openim/sendmsg',
      path: '/v4/openim/sendmsg',
      body: { To_Account: 'bob', MsgRandom: 1, ...TENCENT_MESSAGE },
    },
    {
      route: '/v4/group_open_http_svc/send_group_msg',
      path: '/v4/group_open_http_svc/send_group_msg',
      body: { GroupId: '@TGS#2SANDBOX1', Random: 1, ...TENCENT_MESSAGE },
    },
  ],
};

const ONE_DIALECT = new Map(SUBJECTS.map((subject) => [subject.vendor, subject]));

describe.each([...ONE_DIALECT])('%s', (vendor, { facts }: Subject) => {
  const { vendorRoutes = [] } = facts.provider.sandboxExamples;

  it('has a request for each route of the examples', () => {
    expect(SENDS[vendor].map(({ route }) => route)).toEqual(vendorRoutes.map(({ path }) => path));
  });

  it.each(SENDS[vendor])('sends with $route, and draws its tokens', async ({ path, body }) => {
    const place = `/v1/connections/${sandboxConnectionName(vendor)}/vendor${path}`;
    const { status, headers, text } = await gateway.call('POST', place, { body });
    expect([Math.floor(status / 100), text]).toEqual([2, expect.stringMatching(/message|MsgTime/)]);
    const cost = headers.get('x-quota-cost')?.split(', ') ?? [];
    const counted = cost.filter(
      (item) => !facts.uncountedQuotas.includes(item.split(';')[0] ?? ''),
    );
    const { quotas = {} } = (await gateway.sandboxes[vendor].arrivals()).at(-1) ?? {};
    const arrived = Object.entries(quotas).map(([name, tokens]) => `${name};t=${tokens}`);
    expect(counted).toEqual(arrived);
  });

  // Tencent says so with status 200
  it('carries out a call with the same key after the vendor was over its quota', async () => {
    const sandbox = gateway.sandboxes[vendor];
    const [send] = SENDS[vendor];
    if (send === undefined) throw new Error(`${vendor} has no sending route.`);
    await sandbox.faults({ route: '*', kind: 'throttle', times: 1 });
    const connection = `/v1/connections/${sandboxConnectionName(vendor)}`;
    const post = () =>
      gateway.call('POST', `${connection}/vendor${send.path}`, {
        body: send.body,
        headers: { 'Idempotency-Key': `"${vendor}"`, Prefer: 'wait=20' },
      });
    const throttled = await post();
    for (const quota of facts.quotas)
      await gateway.call('DELETE', `${connection}/quotas/${quota}/cooldown`);
    const again = await post();
    expect([Math.floor(again.status / 100), again.text]).toEqual([
      2,
      expect.stringMatching(/message|MsgTime/),
    ]);
    expect(again.text).not.toBe(throttled.text);
    expect((await post()).text).toBe(again.text);
  });
});
