import type { Route, RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { ERROR_OF_CODE, errorReply, Refusal } from '../model/errors';
import { CHANNEL_TYPES, type State } from '../model/state';
import type { Unknowns } from '../model/unknowns';
import { methodQuota, openChannelQuota, type QuotaName } from './rate-limits';

/** One request with the state and settings it is handled with. */
export interface Call extends RouteContext<State, Unknowns> {
  readonly request: WireRequest;
}

/**
 * Carries out an endpoint's request. Returns the body of the 200 reply.
 * @throws Refusal before it has changed anything
 */
export type Handler = (call: Call) => unknown;

function answer(handler: Handler, call: Call): WireReply {
  const { refuseWith } = call.unknowns;
  if (refuseWith !== 0) return errorReply(ERROR_OF_CODE.get(refuseWith) ?? 'internal-error');
  try {
    return { status: 200, body: handler(call) };
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.error, error.subject);
    throw error;
  }
}

/** The token of one request. Paths of other resources, such as `/v3/users/…`, match the templates but draw nothing. */
function drawsOf(
  { method, params }: WireRequest,
  name: QuotaName,
  scope: Unknowns['rateLimitScope'],
) {
  const channelType = params.channel_type;
  if (!CHANNEL_TYPES.some((type) => type === channelType)) return {};
  if (scope === 'method') return { [methodQuota(method, name)]: 1 };
  const isSeparate = scope === 'route-and-channel-type' && channelType === 'open_channels';
  return { [isSeparate ? openChannelQuota(name) : name]: 1 };
}

/** An endpoint that draws from no quota. */
export const unmeteredEndpoint = (
  method: string,
  path: string,
  handler: Handler,
): Route<State, Unknowns> => ({
  method,
  path,
  draws: () => ({}),
  handle: (request, context) => answer(handler, { ...context, request }),
});

/** An endpoint that draws one token from a quota, which may depend on the request. */
export const endpoint = (
  method: string,
  path: string,
  quota: QuotaName | ((request: WireRequest) => QuotaName),
  handler: Handler,
): Route<State, Unknowns> => ({
  ...unmeteredEndpoint(method, path, handler),
  draws: (request, { unknowns }) =>
    drawsOf(request, typeof quota === 'string' ? quota : quota(request), unknowns.rateLimitScope),
});
