import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey, AuthSettings } from '../../config';
import type { Client } from '../http/api-request';
import { createVerifier } from './jwt';

/**
 * The client that credentials belong to; undefined for invalid credentials.
 * @throws KeysUnavailable if a token cannot be verified because the issuer's keys are not available
 */
export type FindClient = (credentials: string) => Promise<Client | undefined>;

/** A signed JSON Web Token in compact form (RFC 7515 §7.1). */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Finds clients by API key, and by token if an issuer is configured. */
export function createCredentials({ apiKeys, issuers }: AuthSettings): FindClient {
  const findByKey = createKeyLookup(apiKeys);
  const verify = createVerifier(issuers);
  return async (credentials) =>
    findByKey(credentials) ?? (JWT.test(credentials) ? verify(credentials) : undefined);
}

/** The gateway knows only the SHA-256 hashes of keys. */
function createKeyLookup(apiKeys: readonly ApiKey[]): (key: string) => Client | undefined {
  const known = apiKeys.map(({ client, name, sha256, expiresAtMs = Infinity, weight, grants }) => ({
    hash: Buffer.from(sha256, 'hex'),
    expiresAtMs,
    client: { name: client, weight, grants, ...(name !== undefined && { key: name }) },
  }));
  return (key) => {
    const given = hash('sha256', key, 'buffer');
    let found: (typeof known)[number] | undefined;
    // no early exit: the time must not depend on which key matches
    for (const one of known) if (timingSafeEqual(one.hash, given)) found = one;
    return found !== undefined && Date.now() < found.expiresAtMs ? found.client : undefined;
  };
}
