import type { Provider } from '../../core/provider';
import { sign, UserSigs } from './auth';
import { CAPABILITIES, capabilitiesOf, LOST } from './capabilities';
import { deleteChannel, getChannel, setChannel } from './channel';
import { changeCounters, deleteChannelCounters, readChannelCounters } from './counters';
import { PROBLEMS, readPayload } from './errors';
import { ATTRIBUTES, COUNTERS, EXTENSIONS_PER_CALL, LIMITS, placeLimit } from './limits';
import { deleteMessage, getMessage, setMessage } from './message';
import { QUOTAS } from './quotas';
import { SANDBOX_EXAMPLES } from './sandbox-examples';
import { TencentSettings } from './settings';

/** Tencent Cloud Chat, its REST API v4: group attributes, group counters and message extensions. */
export const tencent: Provider<TencentSettings> = {
  name: 'tencent',
  title: 'Tencent',
  settings: TencentSettings,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  lost: LOST,
  problems: PROBLEMS,
  // the vendor advises keep-alive without numbers; these are well below those of common load balancers
  keepAlive: { idleMs: 30_000, maxUses: 1_000 },
  hosts: {
    domains: ['tim.qq.com', 'im.qcloud.com', 'my-imcloud.com'],
    apiPath: '/v4',
    findFault: (hostname) =>
      /^(?:adminapi|console)/.test(hostname)
        ? undefined
        : 'must be a host of the server API, such as adminapisgp.im.qcloud.com',
  },
  secretHeaders: [],
  secretParameters: ['usersig'],
  sandboxExamples: SANDBOX_EXAMPLES,
  createAdapter(settings) {
    const userSigs = new UserSigs(settings);
    return {
      vendorAccountId: String(settings.sdkAppId),
      plans: {
        'message.get': (call) => getMessage(settings, call),
        'message.set': (call) => setMessage(settings, call),
        'message.delete': (call) => deleteMessage(settings, call),
        'channel.get': (call) => getChannel(settings, call),
        'channel.set': (call) => setChannel(settings, call),
        'channel.delete': (call) => deleteChannel(settings, call),
        'counters.get': (call) => readChannelCounters(settings, call),
        'counters.change': (call) => changeCounters(settings, call),
        'counters.delete': (call) => deleteChannelCounters(settings, call),
      },
      capabilities: capabilitiesOf(settings),
      quotas: QUOTAS,
      lockedOperations: [],
      mergeLimits: {
        'message.set': EXTENSIONS_PER_CALL,
        'message.delete': EXTENSIONS_PER_CALL,
        'channel.set': ATTRIBUTES.keys,
        'channel.delete': ATTRIBUTES.keys,
        'counters.change': COUNTERS,
      },
      placeLimits: { channel: placeLimit(settings) },
      sign: (request, context) => sign(settings, userSigs, request, context),
      readReply: (request, reply) => readPayload(settings, userSigs, request, reply),
      warnings: () => [],
    };
  },
};
