import type { SandboxVendor, WireReply, WireRequest } from '../../kit/vendor';
import type { Call } from './endpoint';
import { errorReply } from '../refusal';
import { isSignIn } from '../sessions';
import type { State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

export interface Credentials {
  /** Application id: `SANDBOX` unless said otherwise. */
  readonly appId?: string | undefined;
  /** Master or secondary API token: `sandbox-api-token` unless said otherwise. */
  readonly apiToken?: string | undefined;
}

/** The application that a request names, by host or as `@sendbird/chat` does; loopback names none. */
const namedApplication = ({ headers }: WireRequest): string | undefined =>
  /^api-(?<id>[^.]+)\.sendbird\.com(?::\d+)?$/i.exec(headers.host ?? '')?.groups?.id ??
  headers['app-id'];

const sameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function sessionFault(key: string, { state, unknowns }: Call): WireReply | undefined {
  const accepted = {
    issued: state.sessionKeys.has(key),
    any: true,
    none: false,
  }[unknowns.sessionKey];
  return accepted ? undefined : errorReply('invalid-session-key');
}

function tokenFault(call: Call, apiToken: string): WireReply | undefined {
  const { 'api-token': token, 'session-key': sessionKey } = call.request.headers;
  if (token === apiToken || isSignIn(call)) return undefined;
  if (token !== undefined) return errorReply('invalid-api-token');
  if (sessionKey !== undefined) return sessionFault(sessionKey, call);
  return errorReply(call.unknowns.missingToken, 'Api-Token');
}

/** A wrong token is HTTP 400, as every refusal here. */
export const authentication =
  ({
    appId = 'SANDBOX',
    apiToken = 'sandbox-api-token',
  }: Credentials): SandboxVendor<State, Unknowns>['authenticate'] =>
  (request, context) => {
    const application = namedApplication(request);
    if (application !== undefined && !sameId(application, appId)) {
      return errorReply('application-not-found');
    }
    return tokenFault({ ...context, request }, apiToken);
  };
