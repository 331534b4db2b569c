import type { SandboxExamples } from '../../core/sandbox-examples';

/** Targets and values of the kinds that the vendor's pages use. */
export const SANDBOX_EXAMPLES: SandboxExamples = {
  settings: { apiKey: 'key-sandbox', apiSecret: 'sandbox-api-secret' },
  actorId: 'ada',
  vendorRoutes: [
    { method: 'POST', path: '/channels/{type}/{id}/message', draws: { 'message.send': 1 } },
  ],
  targets: [
    {
      title: 'Stream group channel',
      channelType: 'group',
      channelId: 'room-42',
      messageId: 'm1',
      entries: [{ key: 'priority', value: 'high' }],
    },
    {
      title: 'Stream direct channel',
      channelType: 'direct',
      channelId: '!members-ada-ben',
      messageId: 'm-direct',
      entries: [{ key: 'tags', values: ['a', 'b'] }],
    },
    {
      title: 'Stream livestream',
      channelType: 'open',
      channelId: 'lobby',
      messageId: 'm-open',
      entries: [{ key: 'theme', value: 'dark' }],
    },
    {
      title: 'Stream team channel',
      channelType: 'community',
      channelId: 'support',
      messageId: 'm-community',
      entries: [{ key: 'theme', value: 'light' }],
    },
  ],
};
