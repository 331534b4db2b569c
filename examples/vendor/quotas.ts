import type { Quota } from '../../src/core/quota';
import type { Draw } from '../../src/core/upstream';

/** "Rate limits": 50 requests per second, for reads and writes together. */
export const QUOTAS: readonly Quota[] = [
  { name: 'attributes', limit: 50, windowMs: 1_000, unit: 'requests', source: 'Rate limits' },
];

export const ONE_REQUEST: readonly Draw[] = [{ quota: 'attributes', tokens: 1 }];
