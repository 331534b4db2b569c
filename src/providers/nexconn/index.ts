import type { Provider } from '../../core/provider';
import { sign } from './auth';
import { CAPABILITIES, LOST } from './capabilities';
import { deleteChannel, getChannel, setChannel } from './channel';
import { DIALECTS, DIALECT_DESCRIPTIONS } from './dialects';
import { PROBLEMS, readPayload } from './errors';
import { LIMITS, MESSAGE } from './limits';
import { deleteMessage, getMessage, setMessage } from './message';
import { NexconnOptions } from './options';
import { QUOTAS } from './quotas';
import { judgeReadBack } from './read-back';
import { SANDBOX_EXAMPLES } from './sandbox-examples';
import { NexconnSettings } from './settings';
import { findWarnings } from './warnings';

/** Nexconn, the international brand of RongCloud: metadata of messages and of open channels. */
export const nexconn: Provider<NexconnSettings, NexconnOptions> = {
  name: 'nexconn',
  title: 'Nexconn (RongCloud)',
  settings: NexconnSettings,
  options: NexconnOptions,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  dialects: DIALECT_DESCRIPTIONS,
  lost: LOST,
  problems: PROBLEMS,
  // "Base URL": a connection is idle for less than 55 s and serves fewer than 80 requests
  keepAlive: { idleMs: 50_000, maxUses: 79 },
  hosts: {
    domains: [
      'sg-light-api.com',
      'sg-b-light-api.com',
      'us-light-api.com',
      'sau-light-api.com',
      'rong-api.com',
      'ronghub.com',
      'nexconn.ai',
      'rongcloud.cn',
    ],
    apiPath: '/v4',
    findFault: (hostname) =>
      /^api.*(-api|ronghub)\.com$/.test(hostname)
        ? undefined
        : 'must be a host of the API, such as api.sg-light-api.com',
  },
  secretHeaders: ['signature'],
  sandboxExamples: SANDBOX_EXAMPLES,
  createAdapter: (settings) => {
    const { messages, openChannels } = DIALECTS[settings.profile];
    const { communityPairs } = settings;
    return {
      vendorAccountId: settings.appKey,
      plans: {
        'message.get': (call) => getMessage(messages, call),
        'message.set': (call) => setMessage(messages, communityPairs, call),
        'message.delete': (call) => deleteMessage(messages, call),
        'channel.get': (call) => getChannel(openChannels, call),
        'channel.set': (call) => setChannel(openChannels, call),
        'channel.delete': (call) => deleteChannel(openChannels, call),
      },
      quotas: QUOTAS,
      lockedOperations: [],
      // an open-channel call draws a token for each key, so merging different keys would save no tokens;
      // it would also turn a set of one key into a batch, which takes over the ownership of its keys
      mergeLimits: {
        'message.set': Math.min(MESSAGE.perSet, communityPairs),
        'message.delete': MESSAGE.perDelete,
        'channel.set': 'same-keys',
        'channel.delete': 'same-keys',
      },
      // each change has a notification of its own
      isNeverMerged: ({ call: { options } }) => 'notification' in options,
      judgeReadBack,
      sign: (request, context) => sign(settings, request, context),
      readReply: (request, reply) => readPayload(settings, request, reply),
      warnings: (operation) => findWarnings(operation, communityPairs),
    };
  },
};
