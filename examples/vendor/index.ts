import type { Provider } from '../../src/core/provider';
import { getAttributes, setAttributes } from './attributes';
import { CAPABILITIES, LIMITS } from './capabilities';
import { readPayload } from './errors';
import { QUOTAS } from './quotas';
import { AcmeSettings } from './settings';

/** A vendor made up for the README: attributes of groups. */
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
    vendorAccountId: 'acme', // a token does not name its application: all are taken for one
    plans: { 'channel.get': getAttributes, 'channel.set': setAttributes },
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
