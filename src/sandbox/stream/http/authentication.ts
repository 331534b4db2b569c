import { createHmac } from 'node:crypto';
import { isObject, parseJson } from '../../kit/json';
import type { RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { Refusal, refusalReply } from '../model/errors';
import type { State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** Credentials of the only app; default: the sandbox's own. */
export interface Credentials {
  readonly apiKey?: string;
  readonly apiSecret?: string;
}

/** Checks the API key in the query, then the token in the header `Authorization`, which has no `Bearer`. */
export const authentication =
  ({ apiKey = 'key-sandbox', apiSecret = 'sandbox-api-secret' }: Credentials) =>
  (request: WireRequest, { nowMs }: RouteContext<State, Unknowns>): WireReply | undefined => {
    try {
      if (new URLSearchParams(request.rawQuery).get('api_key') !== apiKey) throw new Refusal(2);
      if (request.headers['stream-auth-type'] !== 'jwt')
        throw new Refusal(3, 'stream-auth-type is not jwt');
      checkToken(request.headers.authorization ?? '', apiSecret, Math.floor(nowMs / 1_000));
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return refusalReply('Authentication', error);
      throw error;
    }
  };

const CLOCK_SKEW_SECONDS = 5;

/** @throws Refusal 43, 3, 40, 41 or 42 */
function checkToken(token: string, secret: string, nowSeconds: number): void {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  if (signature !== expected || readPart(header).alg !== 'HS256') throw new Refusal(43);
  const { server, user_id: userId, exp, nbf, iat } = readPart(payload);
  if (server !== true && typeof userId !== 'string')
    throw new Refusal(3, 'token names neither the server nor a user');
  if (typeof exp === 'number' && exp <= nowSeconds) throw new Refusal(40);
  if (typeof nbf === 'number' && nbf > nowSeconds) throw new Refusal(41);
  if (typeof iat === 'number' && iat > nowSeconds + CLOCK_SKEW_SECONDS) throw new Refusal(42);
}

function readPart(part: string): Readonly<Record<string, unknown>> {
  const claims = parseJson(Buffer.from(part, 'base64url'));
  return isObject(claims) ? claims : {};
}
