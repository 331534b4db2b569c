import type { RequestHandler } from 'express';
import { derived, type AuthSettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest, Client } from '../api-request';
import { ApiKeys } from './api-keys';
import { createVerifier } from './jwt';

/** A JSON Web Token in compact form (RFC 7515 §7.1). */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Lets nobody pass without credentials: an API key, or a token where an issuer is configured. It
 * stands before the body is read, so a stranger's body never is.
 */
export function authenticate(auth: () => AuthSettings): RequestHandler {
  const known = derived(auth, ({ apiKeys, jwt }) => ({
    keys: new ApiKeys(apiKeys),
    verify: jwt === undefined ? undefined : createVerifier(jwt),
  }));
  const find = async (credentials: string): Promise<Client | undefined> => {
    const { keys, verify } = known.now;
    return keys.find(credentials) ?? (JWT.test(credentials) ? verify?.(credentials) : undefined);
  };
  return (request: ApiRequest, _response, next) => {
    const [, credentials] = BEARER.exec(request.header('authorization') ?? '') ?? [];
    if (credentials === undefined) {
      next(new GatewayError('unauthenticated', 'Credentials are missing.'));
      return;
    }
    find(credentials).then((caller) => {
      if (caller !== undefined) request.caller = caller;
      next(caller === undefined ? unknown() : undefined);
    }, next);
  };
}

const BEARER = /^Bearer +([^\s]+) *$/i;

const unknown = () => new GatewayError('unauthenticated', 'The credentials are not valid.');
