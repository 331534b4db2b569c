import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../config';
import type { Client } from '../http/api-request';

interface KnownKey {
  readonly hash: Buffer;
  readonly client: Client;
}

/** The configured API keys, of which only SHA-256 hashes are known. */
export class ApiKeys {
  private readonly keys: readonly KnownKey[];

  constructor(keys: readonly ApiKey[]) {
    this.keys = keys.map(({ client, sha256, weight, access, connections }) => ({
      hash: Buffer.from(sha256, 'hex'),
      client: { name: client, weight, access, connections },
    }));
  }

  /** Whose key it is. Every hash is compared, in constant time, whichever one it is. */
  find(key: string): Client | undefined {
    const given = hash('sha256', key, 'buffer');
    let found: Client | undefined;
    for (const known of this.keys) if (timingSafeEqual(known.hash, given)) found = known.client;
    return found;
  }
}
