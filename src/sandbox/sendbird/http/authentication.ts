import type { SandboxVendor, WireReply, WireRequest } from '../../kit/vendor';
import { errorReply } from '../model/errors';
import { type State, userNamed } from '../model/state';
import type { Unknowns } from '../model/unknowns';
import type { Call } from './endpoint';

export interface Credentials {
  /** Application id; default: `SANDBOX`. */
  readonly appId?: string | undefined;
  /** Master or secondary API token; default: `sandbox-api-token`. */
  readonly apiToken?: string | undefined;
}

/** The application id in the host name or, as `@sendbird/chat` sends it, in `App-Id`; loopback hosts have none. */
const requestedAppId = ({ headers }: WireRequest): string | undefined =>
  /^api-(?<id>[^.]+)\.sendbird\.com(?::\d+)?$/i.exec(headers.host ?? '')?.groups?.id ??
  headers['app-id'];

const isSameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function checkSessionKey(key: string, { state, unknowns }: Call): WireReply | undefined {
  const isAccepted = {
    issued: state.sessionKeys.has(key),
    any: true,
    none: false,
  }[unknowns.sessionKey];
  return isAccepted ? undefined : errorReply('invalid-session-key');
}

function checkToken(call: Call, apiToken: string): WireReply | undefined {
  const { 'api-token': token, 'session-key': sessionKey } = call.request.headers;
  if (token === apiToken || isSignIn(call)) return undefined;
  if (token !== undefined) return errorReply('invalid-api-token');
  if (sessionKey !== undefined) return checkSessionKey(sessionKey, call);
  return errorReply(call.unknowns.missingToken, 'Api-Token');
}

/** Checks application id and token. Like every error of the vendor, a wrong token is HTTP 400. */
export const authentication =
  ({
    appId = 'SANDBOX',
    apiToken = 'sandbox-api-token',
  }: Credentials): SandboxVendor<State, Unknowns>['authenticate'] =>
  (request, context) => {
    const requested = requestedAppId(request);
    if (requested !== undefined && !isSameId(requested, appId)) {
      return errorReply('application-not-found');
    }
    return checkToken({ ...context, request }, apiToken);
  };

/** Only the sign-in paths name a user. They need no credentials. */
const isSignIn = ({ request }: Pick<Call, 'request'>): boolean =>
  request.params.user_id !== undefined;

/**
 * Sign-in of client SDKs without a WebSocket, as `@sendbird/chat` 4.22 does it; no page describes it. Any
 * user id and access token are accepted. The session key is valid until the sandbox is reset.
 */
export function signIn({ request, state }: Call): unknown {
  const key = `session-key-${state.sessionKeys.size + 1}`;
  state.sessionKeys.add(key);
  const services = ['chat', 'feed'];
  return { ...userNamed(request.params.user_id ?? ''), key, services, expires_at: 0 };
}
