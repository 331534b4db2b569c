import type { RequestHandler } from 'express';
import { deriveLiveValue, type AuthSettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import { headerOf, responseOf, type ApiRequest } from '../http/api-request';
import { MISSING_CREDENTIALS } from './access';
import { createCredentials } from './credentials';
import { FailureDelays } from './failure-delays';
import { InvalidCredentials } from './invalid-credentials';
import { IssuerKeyStore, KeysUnavailable, type OnKeyFailure } from './issuer-keys';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Sets `request.caller` from an API key or a token, or refuses the request with 401; with 503 where the keys
 * of the token's issuer cannot be fetched. The reply to wrong credentials is delayed after repeated failures
 * from the same network.
 */
export function authenticate(auth: () => AuthSettings, onKeyFailure: OnKeyFailure): RequestHandler {
  const delays = new FailureDelays();
  const keyStore = new IssuerKeyStore(onKeyFailure);
  const findClient = deriveLiveValue(auth, (settings) => createCredentials(settings, keyStore));
  return (request: ApiRequest, _response, next) => {
    const [, credentials] = BEARER.exec(headerOf(request, 'authorization') ?? '') ?? [];
    if (credentials === undefined) {
      next(unauthenticated(MISSING_CREDENTIALS, 'no credentials'));
      return;
    }
    findClient.current(credentials).then(
      (client) => {
        request.caller = client;
        next();
      },
      (error: unknown) => {
        if (error instanceof InvalidCredentials)
          refuseWithDelay(request, delays, error.reason, next);
        else next(error instanceof KeysUnavailable ? unavailable(error) : error);
      },
    );
  };
}

function refuseWithDelay(
  request: ApiRequest,
  delays: FailureDelays,
  reason: string,
  next: (error: unknown) => void,
): void {
  const delayMs = delays.recordFailure(request.ip);
  const refuse = (): void => {
    next(unauthenticated('The credentials are not valid.', reason));
  };
  if (delayMs === 0) refuse();
  else responseOf(request).once('close', delays.delay(delayMs, refuse));
}

const unauthenticated = (detail: string, reason: string) =>
  new GatewayError('unauthenticated', detail, { reason });

const unavailable = ({ message, retryAfterMs }: KeysUnavailable) =>
  new GatewayError('upstream-unavailable', message, {
    retryAfterMs,
    reason: "the issuer's keys cannot be fetched",
  });
