import type { Provider } from '../../src/core/provider';
import { CAPABILITIES, LIMITS } from './capabilities';
import { getChannel, setChannel } from './channel';
import { readPayload } from './errors';
import { QUOTAS } from './quotas';
import { AcmeSettings } from './settings';

/** An invented vendor: it keeps attributes of groups. */
export const acme: Provider<AcmeSettings> = {
  name: 'acme',
  title: 'Acme Chat',
  settings: AcmeSettings,
  capabilities: CAPABILITIES,
  limits: LIMITS,
  lost: ['update times of entries'],
  keepAlive: { idleMs: 30_000, maxUses: 1_000 },
  secretHeaders: ['authorization'],
  sandboxExamples: { settings: {}, targets: [] },
  createAdapter: ({ token }) => ({
    // a token does not name its application, so all connections count as one vendor account
    vendorAccountId: 'acme',
    plans: { 'channel.get': getChannel, 'channel.set': setChannel },
    quotas: QUOTAS,
    lockedOperations: [],
    mergeLimits: { 'channel.set': 100 },
    sign: ({ method, path, body, contentType }) => ({
      method,
      path,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(contentType !== undefined && { 'Content-Type': contentType }),
      },
      ...(body !== undefined && { body }),
    }),
    readReply: (_, reply) => readPayload(reply),
    warnings: () => [],
  }),
};
