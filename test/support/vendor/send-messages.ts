import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { computeSignature } from '../../../src/providers/nexconn/auth';
import { nexconn } from '../../../src/providers/nexconn';
import { sendbird } from '../../../src/providers/sendbird';
import { stream } from '../../../src/providers/stream';
import { serverToken } from '../../../src/providers/stream/auth';
import { StreamSettings } from '../../../src/providers/stream/settings';
import { tencent } from '../../../src/providers/tencent';
import { createUserSig } from '../../../src/providers/tencent/auth';
import { TencentSettings } from '../../../src/providers/tencent/settings';
import type { TestSandbox, Vendor } from './sandbox';

/** Sends messages that can carry metadata to the channel of a target. Resolves with their ids, oldest first. */
type Send = (sandbox: TestSandbox, target: ExampleTarget, count: number) => Promise<string[]>;

const UNLIMITED = { limit: 100_000 };

async function post(url: string, headers: Record<string, string>, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return response.json();
}

/** "Send a message": a list of recipients gets a message each. */
const NEXCONN_SENDS = {
  direct: { path: '/v4/direct-channel/message/send', recipients: 'toUserIds', most: 1_000 },
  group: { path: '/v4/group-channel/message/send', recipients: 'toChannelIds', most: 3 },
  community: { path: '/v4/community-channel/message/send', recipients: 'toChannelIds', most: 3 },
} as const;

const sendNexconn: Send = async (sandbox, { channelType, channelId, subchannelId }, count) => {
  const { path, recipients, most } = NEXCONN_SENDS[channelType === 'open' ? 'direct' : channelType];
  const { appKey, appSecret } = nexconn.sandboxExamples.settings as Record<string, string>;
  const ids: string[] = [];
  while (ids.length < count) {
    const timestamp = String(Date.now());
    const reply = (await post(
      `${sandbox.url}${path}`,
      {
        'App-Key': appKey ?? '',
        Nonce: '1',
        Timestamp: timestamp,
        Signature: computeSignature(appSecret ?? '', '1', timestamp),
      },
      {
        fromUserId: 'sender',
        [recipients]: Array.from({ length: Math.min(most, count - ids.length) }, () => channelId),
        messageType: 'RC:TxtMsg',
        content: '{"content":"hello"}',
        hasMetadata: true,
        ...(subchannelId !== undefined && { subchannelId }),
      },
    )) as { result: { messageIds: { messageId: string }[] } };
    ids.push(...reply.result.messageIds.map(({ messageId }) => messageId));
  }
  return ids;
};

const sendSendbird: Send = async (sandbox, { channelType, channelId }, count) => {
  await sandbox.settings({ quotas: { 'message.send': UNLIMITED } });
  const { apiToken } = sendbird.sandboxExamples.settings as Record<string, string>;
  const ids: string[] = [];
  while (ids.length < count) {
    const message = (await post(
      `${sandbox.url}/v3/${channelType}_channels/${channelId}/messages`,
      { 'Api-Token': apiToken ?? '' },
      { message_type: 'MESG', user_id: 'sender', message: 'hello' },
    )) as { message_id: number };
    ids.push(String(message.message_id));
  }
  return ids;
};

const sendStream: Send = async (sandbox, { channelType, channelId }, count) => {
  await sandbox.settings({ quotas: { 'message.send': UNLIMITED } });
  const { apiKey, apiSecret } = stream.sandboxExamples.settings as Record<string, string>;
  const { channelTypes } = new StreamSettings();
  const ids: string[] = [];
  while (ids.length < count) {
    const { message } = (await post(
      `${sandbox.url}/channels/${channelTypes[channelType]}/${channelId}/message?api_key=${apiKey}`,
      { Authorization: serverToken(apiSecret ?? ''), 'stream-auth-type': 'jwt' },
      { message: { text: 'hello', user_id: 'sender' } },
    )) as { message: { id: string } };
    ids.push(message.id);
  }
  return ids;
};

const sendTencent: Send = async (sandbox, { channelType, channelId }, count) => {
  const { quota, path, fields, random, id } =
    TENCENT_SENDS[channelType === 'direct' ? 'direct' : 'group'];
  await sandbox.settings({ quotas: { [quota]: UNLIMITED } });
  const settings = Object.assign(new TencentSettings(), tencent.sandboxExamples.settings);
  const usersig = createUserSig(settings, Math.floor(Date.now() / 1_000));
  const query = `sdkappid=${settings.sdkAppId}&identifier=${settings.identifier}&usersig=${usersig}&contenttype=json`;
  const ids: string[] = [];
  while (ids.length < count) {
    const reply = (await post(
      `${sandbox.url}/v4/${path}?${query}&random=${ids.length}`,
      {},
      {
        ...fields(channelId),
        [random]: ids.length,
        MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hello' } }],
        SupportMessageExtension: 1,
      },
    )) as Readonly<Record<string, string | number>>;
    ids.push(String(reply[id]));
  }
  return ids;
};

/** A group message has a number within its group, a direct one a key. */
const TENCENT_SENDS = {
  direct: {
    quota: 'direct-message.send',
    path: 'openim/sendmsg',
    fields: (channelId: string) => ({ From_Account: 'ada', To_Account: channelId }),
    random: 'MsgRandom',
    id: 'MsgKey',
  },
  group: {
    quota: 'group-message.send',
    path: 'group_open_http_svc/send_group_msg',
    fields: (channelId: string) => ({ GroupId: channelId }),
    random: 'Random',
    id: 'MsgSeq',
  },
} as const;

export const SENDERS: Readonly<Record<Vendor, Send>> = {
  nexconn: sendNexconn,
  sendbird: sendSendbird,
  stream: sendStream,
  tencent: sendTencent,
};
