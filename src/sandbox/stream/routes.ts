import type { Route, WireReply } from '../kit/vendor';
import { GENERATIONS, type Generation } from './http/generations';
import type { Call } from './http/call';
import { Refusal, refusalReply } from './model/errors';
import { quotaOf, type EndpointName } from './model/quotas';
import type { State } from './model/state';
import type { Unknowns } from './model/unknowns';
import * as channels from './operations/channels';
import * as messages from './operations/messages';
import { getRateLimits } from './operations/rate-limits';

/** Carries out a request. @throws Refusal before it has changed anything */
type Operation = (call: Call) => object;

interface Endpoint {
  readonly method: string;
  readonly path: string;
  /** HTTP status of a success. */
  readonly status: (unknowns: Unknowns) => number;
  readonly name: EndpointName;
  readonly operation: Operation;
}

const ok = () => 200;
const created = () => 201;
const partial = ({ partialMessageStatus }: Unknowns) => partialMessageStatus;
const endpoint = (
  method: string,
  path: string,
  status: Endpoint['status'],
  name: EndpointName,
  operation: Operation,
): Endpoint => ({ method, path, status, name, operation });

const CHANNEL = '/channels/{type}/{id}';
const MESSAGE = '/messages/{id}';

/** Every endpoint. The first that fits a request handles it. */
const ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', '/channels', created, 'QueryChannels', channels.query),
  endpoint('PATCH', CHANNEL, ok, 'UpdateChannelPartial', channels.updatePartial),
  endpoint('GET', CHANNEL, ok, 'GetChannel', channels.get),
  endpoint('POST', CHANNEL, created, 'UpdateChannel', channels.update),
  endpoint('POST', `${CHANNEL}/query`, created, 'GetOrCreateChannel', channels.getOrCreate),
  endpoint('POST', `${CHANNEL}/message`, created, 'SendMessage', messages.send),
  endpoint('PUT', MESSAGE, partial, 'UpdateMessagePartial', messages.updatePartial),
  endpoint('GET', MESSAGE, ok, 'GetMessage', messages.get),
  endpoint('POST', MESSAGE, created, 'UpdateMessage', messages.update),
  endpoint('DELETE', MESSAGE, ok, 'DeleteMessage', messages.remove),
  endpoint('PATCH', `${MESSAGE}/ephemeral`, ok, 'UpdateMessagePartial', messages.updateEphemeral),
];

const toRoute = (
  generation: Generation,
  path: string,
  { method, status, name, operation }: Endpoint,
): Route<State, Unknowns> => ({
  method,
  path,
  draws: (_request, { unknowns }) => ({ [quotaOf(name, unknowns.sharedUpdateBuckets)]: 1 }),
  handle: (request, context) =>
    answer(operation, name, status, { ...context, request, generation }),
});

function answer(
  operation: Operation,
  name: EndpointName,
  status: Endpoint['status'],
  call: Call,
): WireReply {
  const { unknowns } = call;
  try {
    return { status: status(unknowns), body: { ...operation(call), duration: '2.00ms' } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalReply(name, error, unknowns.unrecoverable);
  }
}

export const ROUTES: readonly Route<State, Unknowns>[] = GENERATIONS.flatMap((generation) => {
  const rateLimits = endpoint('GET', generation.rateLimits, ok, 'GetRateLimits', getRateLimits);
  return [
    ...ENDPOINTS.map((one) => toRoute(generation, `${generation.prefix}${one.path}`, one)),
    toRoute(generation, rateLimits.path, rateLimits),
  ];
});
