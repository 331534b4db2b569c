import { createHash } from 'node:crypto';
import type { ApiKey } from '../../config';
import { createCredentials } from './credentials';
import { IssuerKeyStore } from './issuer-keys';

const keyOf = (client: string, key: string, rest: Partial<ApiKey> = {}): ApiKey => ({
  client,
  sha256: createHash('sha256').update(key).digest('hex'),
  weight: 1,
  grants: [],
  ...rest,
});

const find = createCredentials(
  {
    apiKeys: [
      keyOf('orders', 'orders-key', { name: 'blue' }),
      keyOf('orders', 'orders-key-2'),
      keyOf('billing', 'billing-key', { expiresAtMs: Date.now() + 60_000 }),
      keyOf('old', 'old-key', { expiresAtMs: Date.now() - 1 }),
    ],
    issuers: [],
  },
  new IssuerKeyStore(() => undefined),
);

it.each([
  ['orders-key', { name: 'orders', key: 'blue' }],
  ['orders-key-2', { name: 'orders' }],
  ['billing-key', { name: 'billing' }],
])('finds the client of %s', async (key, client) => {
  await expect(find(key)).resolves.toMatchObject(client);
});

it.each([
  ['orders-ke', 'unknown key'],
  ['', 'unknown key'],
  ['__proto__', 'unknown key'],
  [createHash('sha256').update('orders-key').digest('hex'), 'unknown key'],
  ['old-key', 'expired'],
])('refuses %j: %s', async (key, reason) => {
  await expect(find(key)).rejects.toMatchObject({ reason });
});
