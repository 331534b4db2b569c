import type { SandboxExamples } from '../../core/sandbox-examples';

/** Targets of a new sandbox. */
export const SANDBOX_EXAMPLES: SandboxExamples = {
  settings: {
    sdkAppId: 1_400_000_000,
    identifier: 'administrator',
    secretKey: 'sandbox-secret-key',
  },
  actorId: 'ada',
  vendorRoutes: [
    { method: 'POST', path: '/v4/openim/sendmsg', draws: { 'direct-message.send': 1 } },
    {
      method: 'POST',
      path: '/v4/group_open_http_svc/send_group_msg',
      draws: { 'group-message.send': 1 },
    },
  ],
  targets: [
    {
      title: 'Tencent group',
      channelType: 'group',
      channelId: '@TGS#2SANDBOX1',
      messageId: '158',
      entries: [{ key: 'priority', value: 'high' }],
      counters: [{ key: 'likes', op: 'increase', amount: 3 }],
    },
    {
      title: 'Tencent direct message',
      channelType: 'direct',
      channelId: 'bob',
      messageId: '11223344_7_1767225600',
      entries: [{ key: 'priority', value: 'high' }],
    },
    {
      title: 'Tencent audio-video group',
      channelType: 'open',
      channelId: '@TGS#aAVCHAT1',
      entries: [{ key: 'theme', value: 'dark' }],
      counters: [{ key: 'viewers', op: 'set', amount: 10 }],
    },
    {
      title: 'Tencent community',
      channelType: 'community',
      channelId: '@TGS#_COMMUNITY1',
      messageId: '1',
      entries: [{ key: 'theme', value: 'light' }],
    },
  ],
};
