import type { AuthSettings } from '../../config';
import type { Client } from '../http/api-request';
import { ApiKeys } from './api-keys';
import { createVerifier } from './jwt';

/**
 * Whose credentials these are; undefined where they are nobody's.
 * @throws KeysUnavailable where a token cannot be judged
 */
export type FindClient = (credentials: string) => Promise<Client | undefined>;

/** A JSON Web Token in compact form (RFC 7515 §7.1); one without a signature is none. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Knows API keys, and tokens where an issuer is configured. */
export function createCredentials({ apiKeys, jwt }: AuthSettings): FindClient {
  const keys = new ApiKeys(apiKeys);
  const verify = jwt === undefined ? undefined : createVerifier(jwt);
  return async (credentials) =>
    keys.find(credentials) ?? (JWT.test(credentials) ? verify?.(credentials) : undefined);
}
