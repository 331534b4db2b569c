import { hash } from 'node:crypto';
import type { ApiKey, AuthSettings } from '../../config';
import type { Client } from '../http/api-request';
import { InvalidCredentials } from './invalid-credentials';
import type { IssuerKeyStore } from './issuer-keys';
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
export function createCredentials(
  { apiKeys, issuers }: AuthSettings,
  keyStore: IssuerKeyStore,
): FindClient {
  const findKey = createKeyLookup(apiKeys);
  const verify = createVerifier(issuers, keyStore);
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
  readonly expiresAtMs: number;
  readonly client: Client;
}

/**
 * The gateway knows only the SHA-256 hashes of keys, and finds a key by its hash. How long that takes can tell
 * something about the hash, but a hash that begins like a known one says nothing about the key.
 */
function createKeyLookup(apiKeys: readonly ApiKey[]): (key: string) => KnownKey | undefined {
  const known = new Map<string, KnownKey>(
    apiKeys.map(({ client, name, sha256, expiresAtMs = Infinity, ...rights }) => [
      sha256,
      {
        expiresAtMs,
        client: { ...rights, name: client, ...(name !== undefined && { key: name }) },
      },
    ]),
  );
  return (key) => known.get(hash('sha256', key, 'hex'));
}
