import type { PlanTable, Provider } from '../../core/provider';
import { sign } from './auth';
import { CAPABILITIES, LOST } from './capabilities';
import { deleteChannel, getChannel, setChannel } from './channel';
import { changeCounters, deleteCounters, getCounters } from './counters';
import { PROBLEMS, readPayload } from './errors';
import { LIMITS } from './limits';
import { changeValues, deleteMessage, getMessage, setMessage } from './message';
import { getMessages } from './message-list';
import { quotasOfPlan, withMethodQuotas } from './quotas';
import { SANDBOX_EXAMPLES } from './sandbox-examples';
import { SendbirdSettings } from './settings';
import { findWarnings } from './warnings';

const plansOf = (settings: SendbirdSettings): PlanTable => ({
  'message.get': (call) => getMessage(settings.metaarray, call),
  'message.get-many': (call) => getMessages(settings.metaarray, call),
  'message.set': (call) => setMessage(settings.metaarray, call),
  'message.delete': (call) => deleteMessage(settings.metaarray, call),
  'message.add-values': (call) => changeValues(settings.metaarray, call),
  'message.remove-values': (call) => changeValues(settings.metaarray, call),
  'message.change-values': (call) => changeValues(settings.metaarray, call),
  'channel.get': (call) => getChannel(settings, call),
  'channel.set': (call) => setChannel(settings, call),
  'channel.delete': (call) => deleteChannel(settings, call),
  'counters.get': (call) => getCounters(settings, call),
  'counters.change': (call) => changeCounters(settings, call),
  'counters.delete': (call) => deleteCounters(settings, call),
});

/** Sendbird Chat Platform API v3: metaarrays of messages, metadata and metacounters of channels. */
export const sendbird: Provider<SendbirdSettings> = {
  name: 'sendbird',
  title: 'Sendbird',
  settings: SendbirdSettings,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  lost: LOST,
  problems: PROBLEMS,
  // the vendor gives no advice; these values are well below those of common load balancers
  keepAlive: { idleMs: 30_000, maxUses: 1_000 },
  hosts: {
    domains: ['sendbird.com'],
    apiPath: '/v3',
    findFault: (hostname, { appId }) => {
      if (appId === undefined) return undefined;
      const own = `api-${appId}.sendbird.com`;
      return hostname === own.toLowerCase() ? undefined : `must be ${own}, the host of the appId`;
    },
  },
  secretHeaders: ['api-token'],
  sandboxExamples: SANDBOX_EXAMPLES,
  createAdapter: (settings) => ({
    vendorAccountId: settings.appId,
    plans:
      settings.quotaScope === 'application'
        ? withMethodQuotas(plansOf(settings))
        : plansOf(settings),
    quotas: quotasOfPlan(settings.plan),
    lockedOperations: [
      'message.set',
      'message.delete',
      'message.add-values',
      'message.remove-values',
      'message.change-values',
    ],
    // the vendor documents no maximum; requests with this many keys stay below the limits of servers
    mergeLimits: {
      'message.set': 100,
      'message.delete': 50,
      'channel.set': 100,
      'counters.change': 100,
    },
    sign: (request) => sign(settings, request),
    readReply: (request, reply) => readPayload(settings, request, reply),
    warnings: findWarnings,
  }),
};
