import type { Vendor } from '../../support/vendor/sandbox';

const SECOND_MS = 1_000;
const RATE = { limit: 40, windowMs: SECOND_MS };
/** As the vendor's pages have it. */
const PAGES = { limit: 100, windowMs: SECOND_MS };

export interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

/** A vendor account as the gateway is configured with it, and what its sandbox counts by. */
export interface Account {
  readonly vendor: Vendor;
  readonly settings: object;
  /** Hosts: a primary, and backups. */
  readonly hosts: number;
  readonly quotas: Readonly<Record<string, Quota>>;
}

export const ACCOUNTS: readonly Account[] = [
  {
    vendor: 'sendbird',
    settings: { appId: 'SANDBOX', apiToken: 'sandbox-api-token', metaarray: 'sorted' },
    hosts: 1,
    quotas: {
      'message.get': RATE,
      'metaarray.update': RATE,
      'metaarray.delete': RATE,
      'metacounter.get': RATE,
      'metacounter.update': RATE,
    },
  },
  {
    vendor: 'nexconn',
    settings: {
      ...{ appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret' },
      defaultActorId: 'WNYZbMqpH',
    },
    hosts: 2,
    quotas: {
      'message-metadata.set': PAGES,
      'message-metadata.delete': PAGES,
      'message-metadata.list': PAGES,
      'group-message': { limit: 20, windowMs: SECOND_MS },
      'direct-message': { limit: 6_000, windowMs: 60_000 },
      'open-channel.set': PAGES,
      'open-channel.remove': PAGES,
      'open-channel.get': PAGES,
    },
  },
];
