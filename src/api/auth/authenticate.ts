import type { RequestHandler } from 'express';
import { deriveLiveValue, type AuthSettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import { responseOf, type ApiRequest } from '../http/api-request';
import { requestLogger } from '../http/logging/request-log';
import { createCredentials } from './credentials';
import { FailureDelays } from './failure-delays';
import { KeysUnavailable } from './issuer-keys';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Sets `request.caller` from an API key or a token, or refuses the request with 401. The reply to wrong
 * credentials is delayed after repeated failures from the same network.
 */
export function authenticate(auth: () => AuthSettings): RequestHandler {
  const delays = new FailureDelays();
  const findClient = deriveLiveValue(auth, createCredentials);
  return (request: ApiRequest, _response, next) => {
    const [, credentials] = BEARER.exec(request.header('authorization') ?? '') ?? [];
    if (credentials === undefined) {
      next(unauthenticated('Credentials are missing.'));
      return;
    }
    findClient.current(credentials).then(
      (client) => {
        if (client === undefined) refuseWithDelay(request, delays, next);
        else {
          request.caller = client;
          next();
        }
      },
      (error: unknown) => {
        // without the issuer's keys a token counts as invalid, but not as a failure of its sender
        if (error instanceof KeysUnavailable) {
          requestLogger(request).warn(error.message);
          next(unauthenticated(error.message));
        } else next(error);
      },
    );
  };
}

function refuseWithDelay(
  request: ApiRequest,
  delays: FailureDelays,
  next: (error: unknown) => void,
): void {
  const delayMs = delays.recordFailure(request.ip);
  const refuse = (): void => {
    next(unauthenticated('The credentials are not valid.'));
  };
  if (delayMs === 0) refuse();
  else responseOf(request).once('close', delays.delay(delayMs, refuse));
}

const unauthenticated = (detail: string) => new GatewayError('unauthenticated', detail);
