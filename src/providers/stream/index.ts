import type { Provider } from '../../core/provider';
import { sign } from './auth';
import { CAPABILITIES, LOST } from './capabilities';
import { deleteChannel, getChannel, setChannel } from './channel';
import { PROBLEMS, readPayload } from './errors';
import { LIMITS, placeLimit } from './limits';
import { changeValues, deleteMessage, getMessage, setMessage } from './message';
import { StreamOptions } from './options';
import { QUOTAS } from './quotas';
import { SANDBOX_EXAMPLES } from './sandbox-examples';
import { StreamSettings } from './settings';

/** Stream Chat (GetStream), its REST API v1: custom data of messages and channels. */
export const stream: Provider<StreamSettings, StreamOptions> = {
  name: 'stream',
  title: 'Stream',
  settings: StreamSettings,
  options: StreamOptions,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  lost: LOST,
  problems: PROBLEMS,
  // the vendor gives no advice; these values are well below those of common load balancers
  keepAlive: { idleMs: 30_000, maxUses: 1_000 },
  hosts: {
    domains: ['stream-io-api.com', 'getstream.io'],
    // other products of the vendor have hosts under the same domain
    findFault: (hostname) =>
      /^chat\b.*\.stream-io-api\.com$/.test(hostname)
        ? undefined
        : 'must be a host of the Chat API, such as chat.stream-io-api.com',
  },
  secretHeaders: ['authorization'],
  secretParameters: ['api_key'],
  sandboxExamples: SANDBOX_EXAMPLES,
  createAdapter(settings) {
    const limit = placeLimit(settings);
    return {
      vendorAccountId: settings.apiKey,
      plans: {
        'message.get': (call) => getMessage(settings, call),
        'message.set': (call) => setMessage(settings, call),
        'message.delete': (call) => deleteMessage(settings, call),
        'message.add-values': (call) => changeValues(settings, call),
        'message.remove-values': (call) => changeValues(settings, call),
        'message.change-values': (call) => changeValues(settings, call),
        'channel.get': (call) => getChannel(settings, call),
        'channel.set': (call) => setChannel(settings, call),
        'channel.delete': (call) => deleteChannel(settings, call),
      },
      quotas: QUOTAS,
      lockedOperations: [
        'message.set',
        'message.delete',
        'message.add-values',
        'message.remove-values',
        'message.change-values',
      ],
      // the vendor documents no maximum; the limit of the whole allows no more keys of a usual length
      mergeLimits: {
        'message.set': 100,
        'message.delete': 100,
        'channel.set': 100,
        'channel.delete': 100,
      },
      placeLimits: { message: limit, channel: limit },
      mergesDeletes: true,
      sign: (request, context) => sign(settings, request, context),
      readReply: (request, reply) => readPayload(settings, request, reply),
      warnings: () => [],
    };
  },
};
