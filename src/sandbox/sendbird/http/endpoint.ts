import type { Route, RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { ERROR_OF_CODE } from '../model/errors';
import { partedQuota, type QuotaName } from '../quotas';
import { errorReply, Refusal } from '../refusal';
import { CHANNEL_TYPES, type State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** One request and everything it may look at or change. */
export interface Call extends RouteContext<State, Unknowns> {
  readonly request: WireRequest;
}

/**
 * What an endpoint does: the body of its 200, as JSON.
 * @throws Refusal before it has changed anything
 */
export type Handler = (call: Call) => unknown;

function answer(handler: Handler, call: Call): WireReply {
  const { refuseWith } = call.unknowns;
  if (refuseWith !== 0) return errorReply(ERROR_OF_CODE.get(refuseWith) ?? 'internal-error');
  try {
    return { status: 200, body: handler(call) };
  } catch (failure) {
    if (failure instanceof Refusal) return errorReply(failure.fault, failure.subject);
    throw failure;
  }
}

/** What one request draws; paths of other resources (`/v3/users/…`) fit the templates, and draw nothing. */
function drawsOf(type: string | undefined, name: QuotaName, scope: Unknowns['rateLimitScope']) {
  if (!CHANNEL_TYPES.some((one) => one === type)) return {};
  const parted = scope === 'route-and-channel-type' && type === 'open_channels';
  return { [parted ? partedQuota(name) : name]: 1 };
}

/** An endpoint outside of the documented quotas. */
export const unmetered = (
  method: string,
  path: string,
  handler: Handler,
): Route<State, Unknowns> => ({
  method,
  path,
  draws: () => ({}),
  handle: (request, context) => answer(handler, { ...context, request }),
});

/** An endpoint: its place, the bucket it draws one request from, and what it does. */
export const route = (
  method: string,
  path: string,
  quota: QuotaName | ((request: WireRequest) => QuotaName),
  handler: Handler,
): Route<State, Unknowns> => ({
  ...unmetered(method, path, handler),
  draws: (request, { unknowns }) =>
    drawsOf(
      request.params.channel_type,
      typeof quota === 'string' ? quota : quota(request),
      unknowns.rateLimitScope,
    ),
});
