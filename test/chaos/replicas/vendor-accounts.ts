import type { Vendor } from '../../support/vendor/sandbox';

const SECOND_MS = 1_000;
/** Fewer than Sendbird's plans allow, so that the workload reaches the limit. */
const FORTY_A_SECOND = { limit: 40, windowMs: SECOND_MS };
/** As on Nexconn's pages. */
const HUNDRED_A_SECOND = { limit: 100, windowMs: SECOND_MS };

export interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

/** A vendor account: its settings in the gateway, and the quotas of gateway and sandbox. */
export interface VendorAccount {
  readonly vendor: Vendor;
  readonly settings: object;
  /** Number of hosts: one primary, the others backups. */
  readonly hosts: number;
  readonly quotas: Readonly<Record<string, Quota>>;
}

export const VENDOR_ACCOUNTS: readonly VendorAccount[] = [
  {
    vendor: 'sendbird',
    settings: { appId: 'SANDBOX', apiToken: 'sandbox-api-token', metaarray: 'sorted' },
    hosts: 1,
    quotas: {
      'message.get': FORTY_A_SECOND,
      'metaarray.update': FORTY_A_SECOND,
      'metaarray.delete': FORTY_A_SECOND,
      'metacounter.get': FORTY_A_SECOND,
      'metacounter.update': FORTY_A_SECOND,
      get: FORTY_A_SECOND,
      put: FORTY_A_SECOND,
      delete: FORTY_A_SECOND,
    },
  },
  {
    vendor: 'nexconn',
    settings: {
      appKey: 'sandbox-app-key',
      appSecret: 'sandbox-app-secret',
      defaultActorId: 'WNYZbMqpH',
    },
    hosts: 2,
    quotas: {
      'message-metadata.set': HUNDRED_A_SECOND,
      'message-metadata.delete': HUNDRED_A_SECOND,
      'message-metadata.list': HUNDRED_A_SECOND,
      'group-message': { limit: 20, windowMs: SECOND_MS },
      'direct-message': { limit: 6_000, windowMs: 60_000 },
      'open-channel.set': HUNDRED_A_SECOND,
      'open-channel.remove': HUNDRED_A_SECOND,
      'open-channel.get': HUNDRED_A_SECOND,
    },
  },
];
