import type { RequestHandler } from 'express';
import { deriveLiveValue, type AuthSettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import { responseOf, type ApiRequest } from '../http/api-request';
import { requestLogger } from '../http/logging/request-log';
import { createCredentials } from './credentials';
import { KeysUnavailable } from './issuer-keys';
import { FailureDelays } from './failure-delays';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Lets nobody pass without credentials: an API key, or a token where an issuer is configured. It stands
 * before the body is read, so a stranger's body never is; and who tries one wrong key after the other
 * gets slower and slower answers.
 */
export function authenticate(auth: () => AuthSettings): RequestHandler {
  const penalties = new FailureDelays();
  const find = deriveLiveValue(auth, createCredentials);
  return (request: ApiRequest, _response, next) => {
    const [, credentials] = BEARER.exec(request.header('authorization') ?? '') ?? [];
    if (credentials === undefined) {
      next(refusal('Credentials are missing.'));
      return;
    }
    find.current(credentials).then(
      (caller) => {
        if (caller === undefined) refuseLate(request, penalties, next);
        else {
          request.caller = caller;
          next();
        }
      },
      unjudged(request, next),
    );
  };
}

/** An answer that nobody waits for any more is not held. */
function refuseLate(request: ApiRequest, penalties: FailureDelays, next: (error: unknown) => void) {
  const forMs = penalties.fail(request.ip);
  const answer = (): void => {
    next(refusal('The credentials are not valid.'));
  };
  if (forMs === 0) answer();
  else responseOf(request).once('close', penalties.hold(forMs, answer));
}

/** A token that cannot be judged opens nothing, and is nobody's fault. */
const unjudged = (request: ApiRequest, next: (error: unknown) => void) => (error: unknown) => {
  if (!(error instanceof KeysUnavailable)) {
    next(error);
    return;
  }
  requestLogger(request).warn(error.message);
  next(refusal(error.message));
};

const refusal = (says: string) => new GatewayError('unauthenticated', says);
