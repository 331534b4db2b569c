import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey, AuthSettings } from '../../config';
import type { Client } from '../http/api-request';
import { InvalidCredentials } from './invalid-credentials';
import { createVerifier } from './jwt';

/**
 * The client that credentials belong to.
 * @throws InvalidCredentials if they are not valid
 * @throws KeysUnavailable if a token cannot be verified because the issuer's keys are not available
 */
export type FindClient = (credentials: string) => Promise<Client>;

/** A signed JSON Web Token in compact form (RFC 7515 §7.1). */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Finds clients by API key, and by token if an issuer is configured. */
export function createCredentials({ apiKeys, issuers }: AuthSettings): FindClient {
  const findKey = createKeyLookup(apiKeys);
  const verify = createVerifier(issuers);
  return async (credentials) => {
    const key = findKey(credentials);
    if (key === undefined) {
      if (!JWT.test(credentials)) throw new InvalidCredentials('unknown key');
      return verify(credentials);
    }
    if (Date.now() >= key.expiresAtMs) throw new InvalidCredentials('expired');
    return key.client;
  };
}

interface KnownKey {
  readonly hash: Buffer;
  readonly expiresAtMs: number;
  readonly client: Client;
}

/** The gateway knows only the SHA-256 hashes of keys. */
function createKeyLookup(apiKeys: readonly ApiKey[]): (key: string) => KnownKey | undefined {
  const known = apiKeys.map(({ client, name, sha256, expiresAtMs = Infinity, ...rights }) => ({
    hash: Buffer.from(sha256, 'hex'),
    expiresAtMs,
    client: { ...rights, name: client, ...(name !== undefined && { key: name }) },
  }));
  return (key) => {
    const given = hash('sha256', key, 'buffer');
    let found: KnownKey | undefined;
    // no early exit: the time must not depend on which key matches
    for (const one of known) if (timingSafeEqual(one.hash, given)) found = one;
    return found;
  };
}
