import type { Route, WireReply, WireRequest } from '../kit/vendor';
import type { Endpoint } from './endpoints';
import { ENDPOINTS } from './endpoints';
import { Fields } from './http/fields';
import { CODES, failureReply, Refusal, refusalReply } from './model/errors';
import { legacyQuota } from './model/quotas';
import type { NexconnState } from './model/state';
import type { NexconnUnknowns } from './model/unknowns';
import type { NexconnDraws } from './operations/operation';

type NexconnRoute = Route<NexconnState, NexconnUnknowns>;

/** The route of an endpoint. It checks whether the service is enabled, then reads the body, then runs the operation. */
const toRoute = (endpoint: Endpoint): NexconnRoute => ({
  method: 'POST',
  path: endpoint.path,
  isRead: endpoint.operation.isRead === true,
  draws: (request, { unknowns }) =>
    renameQuotas(endpoint, drawsOf(endpoint, request, unknowns), unknowns),
  handle: (request, context) => {
    const { operation, generation } = endpoint;
    return answer(context.unknowns, () => {
      if (operation.service && !context.unknowns[operation.service]) throw new Refusal(1009);
      const fields = readFields(endpoint, request, context.unknowns);
      return { code: generation.success, ...operation.run(fields, context, generation) };
    });
  },
});

export const ROUTES: readonly NexconnRoute[] = ENDPOINTS.map(toRoute);

function answer({ notEnabledStatus }: NexconnUnknowns, run: () => object): WireReply {
  try {
    return { status: 200, body: run() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code === 1009
      ? failureReply(1009, CODES[1009].meaning, notEnabledStatus)
      : refusalReply(error);
  }
}

/** @throws Refusal 1003 without a body, 1002 if it cannot be read */
function readFields(endpoint: Endpoint, request: WireRequest, unknowns: NexconnUnknowns): Fields {
  const { generation } = endpoint;
  if (request.body.length === 0) throw new Refusal(1003);
  const contentType = request.headers['content-type'] ?? '';
  if (unknowns.strictContentType && !contentType.startsWith(generation.contentType)) {
    throw new Refusal(1002, `Content-Type is not ${generation.contentType}`);
  }
  const sent = generation.parse(request.body);
  if (sent === undefined) throw new Refusal(1002, 'body cannot be read');
  const fields = new Fields(generation, acceptedNames(endpoint, unknowns), sent);
  const [unknown] = unknowns.ignoreUnknownFields ? [] : fields.unknownNames();
  if (unknown !== undefined) throw new Refusal(1002, `${unknown} parameter is unknown`);
  return fields;
}

/** Paths whose older pages call the message id `messageUID`. */
const UID_PATHS: readonly string[] = [
  '/v4/message/metadata/set',
  '/v4/channel-type/message/metadata/delete',
];

/** The names of an endpoint's fields; with a strict vintage, only that vintage's name of the message id. */
function acceptedNames(
  { path, names }: Endpoint,
  { strictMessageId }: NexconnUnknowns,
): Endpoint['names'] {
  const [ownName] = [names.messageId ?? []].flat();
  if (ownName === undefined || strictMessageId === 'off') return names;
  const isOlder = strictMessageId === 'classic' && UID_PATHS.includes(path);
  return { ...names, messageId: isOlder ? 'messageUID' : ownName };
}

/** The draws of the operation; 1 token of its own quota if the body cannot be read. */
function drawsOf(
  endpoint: Endpoint,
  request: WireRequest,
  unknowns: NexconnUnknowns,
): NexconnDraws {
  const { quota, draws } = endpoint.operation;
  const ownDraws = quota === undefined ? {} : { [quota]: 1 };
  try {
    return { ...ownDraws, ...draws(readFields(endpoint, request, unknowns)) };
  } catch (error) {
    if (error instanceof Refusal) return ownDraws;
    throw error;
  }
}

function renameQuotas(
  { generation }: Endpoint,
  draws: NexconnDraws,
  { sharedBuckets }: NexconnUnknowns,
): Readonly<Record<string, number>> {
  const isSeparate = !sharedBuckets && generation.name === 'legacy';
  return Object.fromEntries(
    Object.entries(draws).map(([quota, weight]) => [
      isSeparate ? legacyQuota(quota) : quota,
      weight,
    ]),
  );
}
