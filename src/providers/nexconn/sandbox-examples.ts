import type { SandboxExamples } from '../../core/sandbox-examples';

/** Targets and values of the request examples on the vendor's pages. */
export const SANDBOX_EXAMPLES: SandboxExamples = {
  settings: { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret' },
  dialects: { rongcloud: { profile: 'rongcloud' } },
  actorId: 'WNYZbMqpH',
  // a message to several recipients counts once for each
  vendorRoutes: [
    {
      method: 'POST',
      path: '/v4/group-channel/message/send',
      draws: { 'group-message': 'count(body.toChannelIds)' },
    },
    {
      method: 'POST',
      path: '/v4/direct-channel/message/send',
      draws: { 'direct-message': 'count(body.toUserIds)' },
    },
  ],
  targets: [
    {
      title: 'Nexconn direct message',
      channelType: 'direct',
      channelId: 'tjw3zbMrU',
      messageId: 'BRGM-DEN2-01E4-BN66',
      entries: [{ key: 'type', value: '3' }],
      options: { nexconn: { echoToActor: true } },
    },
    {
      title: 'Nexconn group message',
      channelType: 'group',
      channelId: 'group-001',
      messageId: 'MSG-GROUP-1',
      entries: [{ key: 'delivered', value: 'yes' }],
    },
    {
      title: 'Nexconn community message',
      channelType: 'community',
      channelId: 'community-001',
      messageId: 'MSG-001',
      subchannelId: 'sub-001',
      entries: [{ key: 'key1', value: 'delivered' }],
    },
    {
      title: 'Nexconn open channel',
      channelType: 'open',
      channelId: 'kvchatroom2',
      entries: [{ key: 'huihui', value: '555' }],
      options: {
        nexconn: {
          autoDelete: false,
          notification: {
            type: 'RC:chrmKVNotiMsg',
            content: { key: 'keyli', value: '5', type: '1' },
          },
        },
      },
    },
  ],
};
