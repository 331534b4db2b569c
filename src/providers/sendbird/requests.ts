import type { Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';

type Endpoint = Pick<UpstreamRequest, 'draws' | 'effect' | 'keys' | 'assumedPayload'>;

/** A place under `/v3/{channel_type}/{channel_url}`: its path, and its route for logs. */
export interface Place {
  readonly path: string;
  readonly route: string;
}

/** Ids are percent-encoded, slashes included. */
export function channelPlace({ channelType, channelId }: Target, under: string): Place {
  const type = channelType === 'open' ? 'open_channels' : 'group_channels';
  return {
    path: `/v3/${type}/${encodeURIComponent(channelId)}/${under}`,
    route: `/v3/${type}/{channel_url}/${under}`,
  };
}

export function messagePlace(target: Target, messageId: string, under: string): Place {
  const { path, route } = channelPlace(target, 'messages');
  return { path: `${path}/${messageId}${under}`, route: `${route}/{message_id}${under}` };
}

/** One item of a place. */
export function item({ path, route }: Place, key: string): Place {
  return { path: `${path}/${encodeURIComponent(key)}`, route: `${route}/{key}` };
}

/** `keys=a,b`, each key encoded and the comma not ("Remove extra data from a message"). */
export function keysQuery(keys: readonly string[]): string {
  return `?keys=${keys.map(encodeURIComponent).join(',')}`;
}

/** Reads and deletes have no body and no content type. */
export function bare(
  method: 'GET' | 'DELETE',
  { path, route }: Place,
  query: string,
  endpoint: Endpoint,
): UpstreamRequest {
  return { method, path: `${path}${query}`, route, ...endpoint };
}

export function json(
  method: 'POST' | 'PUT',
  { path, route }: Place,
  fields: object,
  endpoint: Endpoint,
): UpstreamRequest {
  return {
    method,
    path,
    route,
    contentType: 'application/json',
    body: JSON.stringify(fields),
    ...endpoint,
  };
}
