import type { SandboxExamples } from '../../core/sandbox-examples';

/** Targets and values of the request examples on the vendor's pages. */
export const SANDBOX_EXAMPLES: SandboxExamples = {
  settings: { appId: 'SANDBOX', apiToken: 'sandbox-api-token' },
  vendorRoutes: [
    {
      method: 'POST',
      path: '/v3/group_channels/{channel_url}/messages',
      draws: { 'message.send': 1, post: 1 },
    },
    {
      method: 'POST',
      path: '/v3/open_channels/{channel_url}/messages',
      draws: { 'message.send': 1, post: 1 },
    },
  ],
  targets: [
    {
      title: 'Sendbird group channel',
      channelType: 'group',
      channelId: 'sendbird_group_channel_1',
      messageId: '273778828',
      entries: [{ key: 'places', values: ['office', 'cafe', 'resturant'] }],
      counters: [{ key: 'likes', op: 'increase', amount: 3 }],
    },
    {
      title: 'Sendbird open channel',
      channelType: 'open',
      channelId: 'sendbird_open_channel_1',
      messageId: '640903435',
      entries: [{ key: 'text_size', value: 'small' }],
      counters: [{ key: 'likes', op: 'set', amount: 10 }],
    },
  ],
};
