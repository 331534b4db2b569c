import type { Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';

/** The part of a request that does not depend on its method and encoding. */
export type RequestFacts = Pick<
  UpstreamRequest,
  'draws' | 'effect' | 'keys' | 'partialKeys' | 'assumedPayload'
>;

/** A path, and its route with names for ids and keys. */
export interface Endpoint {
  readonly path: string;
  readonly route: string;
}

/** `/v3/{channel_type}/{channel_url}/{segment}`. Ids are percent-encoded, slashes included. */
export function channelEndpoint({ channelType, channelId }: Target, segment: string): Endpoint {
  const type = channelType === 'open' ? 'open_channels' : 'group_channels';
  return {
    path: `/v3/${type}/${encodeURIComponent(channelId)}/${segment}`,
    route: `/v3/${type}/{channel_url}/${segment}`,
  };
}

/** @param suffix empty or a path that begins with a slash */
export function messageEndpoint(target: Target, messageId: string, suffix: string): Endpoint {
  const { path, route } = channelEndpoint(target, 'messages');
  return { path: `${path}/${messageId}${suffix}`, route: `${route}/{message_id}${suffix}` };
}

export function itemEndpoint({ path, route }: Endpoint, key: string): Endpoint {
  return { path: `${path}/${encodeURIComponent(key)}`, route: `${route}/{key}` };
}

/** `?keys=a,b`: the keys are encoded, the commas are not ("Remove extra data from a message"). */
export function keysQuery(keys: readonly string[]): string {
  return `?keys=${keys.map(encodeURIComponent).join(',')}`;
}

/**
 * The most characters of a query with keys. The vendor documents no maximum of a URL; servers have at least
 * 8,000, and the path needs some.
 */
export const MAX_QUERY_CHARACTERS = 4_000;

/** The keys in their order, in as few lists as have queries of at most MAX_QUERY_CHARACTERS. */
export function splitKeys(keys: readonly string[]): string[][] {
  const lists: string[][] = [];
  let length = 0;
  for (const key of keys) {
    const more = encodeURIComponent(key).length + 1; // with a comma
    const last = lists.at(-1);
    if (last !== undefined && length + more <= MAX_QUERY_CHARACTERS) {
      last.push(key);
      length += more;
    } else {
      lists.push([key]);
      length = keysQuery([key]).length;
    }
  }
  return lists;
}

/** A request with neither a body nor a content type. */
export function requestWithoutBody(
  method: 'GET' | 'DELETE',
  { path, route }: Endpoint,
  query: string,
  facts: RequestFacts,
): UpstreamRequest {
  return { method, path: `${path}${query}`, route, ...facts };
}

export function jsonRequest(
  method: 'POST' | 'PUT',
  { path, route }: Endpoint,
  fields: object,
  facts: RequestFacts,
): UpstreamRequest {
  return {
    method,
    path,
    route,
    contentType: 'application/json',
    body: JSON.stringify(fields),
    ...facts,
  };
}
