import type { Operation } from '../../core/operation';
import type { Provider } from '../../core/provider';
import { sign } from './auth';
import { CAPABILITIES, LOST } from './capabilities';
import { SANDBOX_EXAMPLES } from './sandbox-examples';
import { PROBLEMS, accept } from './errors';
import { LIMITS, MESSAGE } from './limits';
import { deleteMessage, getMessage, setMessage } from './message';
import { deleteOpenChannel, getOpenChannel, setOpenChannel } from './open-channel';
import { NexconnOptions } from './options';
import { QUOTAS } from './quotas';
import { NexconnSettings } from './settings';
import { warnings } from './warnings';

/** Nexconn, the international brand of RongCloud: message metadata and open-channel entries. */
export const nexconn: Provider<NexconnSettings, NexconnOptions> = {
  name: 'nexconn',
  title: 'Nexconn (RongCloud)',
  settings: NexconnSettings,
  options: NexconnOptions,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  lost: LOST,
  problems: PROBLEMS,
  // "Base URL": at most 55 s idle and 80 uses of one connection
  keepAlive: { idleMs: 50_000, maxUses: 79 },
  secretHeaders: ['signature'],
  sandboxExamples: SANDBOX_EXAMPLES,
  createAdapter: (settings) => ({
    vendorAccountId: settings.appKey,
    plans: {
      'message.get': getMessage,
      'message.set': (call) => setMessage(settings.profile, call),
      'message.delete': deleteMessage,
      'channel.get': (call) => getOpenChannel(settings.profile, call),
      'channel.set': (call) => setOpenChannel(settings.profile, call),
      'channel.delete': (call) => deleteOpenChannel(settings.profile, call),
    },
    quotas: QUOTAS,
    lockedOperations: [],
    // open-channel calls draw a token for each key, and one key has an endpoint of its own
    mergeLimits: {
      'message.set': MESSAGE.perSet,
      'message.delete': MESSAGE.perDelete,
      'channel.set': 'same-keys',
      'channel.delete': 'same-keys',
    },
    sign: (request, stamp) => sign(settings, request, stamp),
    readReply: (request, reply) => accept(settings, request, reply),
    warnings: (operation: Operation) => warnings(operation),
  }),
};
