import type { Route, WireReply, WireRequest } from '../kit/vendor';
import { CODES } from './model/errors';
import type { Endpoint } from './endpoints';
import { ENDPOINTS } from './endpoints';
import { Fields } from './http/fields';
import type { NexconnDraws } from './operations/operation';
import { legacyOwn } from './model/quotas';
import { failureReply, Refusal, refusalReply } from './refusal';
import type { NexconnState } from './model/state';
import type { NexconnUnknowns } from './model/unknowns';

type NexconnRoute = Route<NexconnState, NexconnUnknowns>;

/** Counted by what the body names, then: is the service enabled, can the body be read, does it work. */
const routeOf = (endpoint: Endpoint): NexconnRoute => ({
  method: 'POST',
  path: endpoint.path,
  draws: (request, { unknowns }) =>
    quotaNames(endpoint, drawsOf(endpoint, request, unknowns), unknowns),
  handle: (request, context) => {
    const { operation, generation } = endpoint;
    return answer(context.unknowns, () => {
      if (operation.service && !context.unknowns[operation.service]) throw new Refusal(1009);
      const fields = readFields(endpoint, request, context.unknowns);
      return { code: generation.success, ...operation.run(fields, context, generation) };
    });
  },
});

export const ROUTES: readonly NexconnRoute[] = ENDPOINTS.map(routeOf);

function answer({ notEnabledStatus }: NexconnUnknowns, run: () => object): WireReply {
  try {
    return { status: 200, body: run() };
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return fault.code === 1009
      ? failureReply(1009, CODES[1009].meaning, notEnabledStatus)
      : refusalReply(fault);
  }
}

/** @throws Refusal 1003 without a body, 1002 when it cannot be read */
function readFields(endpoint: Endpoint, request: WireRequest, unknowns: NexconnUnknowns): Fields {
  const { generation, names } = endpoint;
  if (request.body.length === 0) throw new Refusal(1003);
  const contentType = request.headers['content-type'] ?? '';
  if (unknowns.strictContentType && !contentType.startsWith(generation.contentType)) {
    throw new Refusal(1002, `Content-Type is not ${generation.contentType}`);
  }
  const sent = generation.parse(request.body);
  if (sent === undefined) throw new Refusal(1002, 'body cannot be read');
  const fields = new Fields(generation, unknowns.strictMessageId ? ownId(names) : names, sent);
  const [unknown] = unknowns.ignoreUnknownFields ? [] : fields.unknown();
  if (unknown !== undefined) throw new Refusal(1002, `${unknown} parameter is unknown`);
  return fields;
}

/** Only the id field that the path's own page names. */
function ownId(names: Endpoint['names']): Endpoint['names'] {
  const [messageId] = [names.messageId ?? []].flat();
  return messageId === undefined ? names : { ...names, messageId };
}

/** What the operation draws; 1 on its own quota where the body does not say. */
function drawsOf(
  endpoint: Endpoint,
  request: WireRequest,
  unknowns: NexconnUnknowns,
): NexconnDraws {
  const { quota, draws } = endpoint.operation;
  const own = quota === undefined ? {} : { [quota]: 1 };
  try {
    return { ...own, ...draws(readFields(endpoint, request, unknowns)) };
  } catch (fault) {
    if (fault instanceof Refusal) return own;
    throw fault;
  }
}

function quotaNames(
  { generation }: Endpoint,
  draws: NexconnDraws,
  { sharedBuckets }: NexconnUnknowns,
): Readonly<Record<string, number>> {
  const own = !sharedBuckets && generation.name === 'legacy';
  return Object.fromEntries(
    Object.entries(draws).map(([quota, weight]) => [own ? legacyOwn(quota) : quota, weight]),
  );
}
