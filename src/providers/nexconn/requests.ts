import type { Effect, UpstreamRequest } from '../../core/upstream';

type Endpoint = Pick<UpstreamRequest, 'draws' | 'effect' | 'keys' | 'assumedPayload'>;

/** Every endpoint is a POST, and writes here set or remove: sent twice they end the same. */
export function json(path: string, fields: object, endpoint: Endpoint): UpstreamRequest {
  return post(path, 'application/json', JSON.stringify(fields), endpoint);
}

/** Absent fields are left out; a list is repeated. Values are percent-encoded as UTF-8. */
export function form(
  path: string,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
  endpoint: Endpoint,
): UpstreamRequest {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one) => `${name}=${encodeURIComponent(one)}`),
  );
  return post(path, 'application/x-www-form-urlencoded', pairs.join('&'), endpoint);
}

function post(
  path: string,
  contentType: string,
  body: string,
  endpoint: Endpoint,
): UpstreamRequest {
  return { method: 'POST', path, route: path, contentType, body, ...endpoint };
}

export const WRITE: Effect = 'idempotent';

/** The vendor's switches are the numbers 0 and 1; one that the caller left out is left out. */
export function flag(name: string, on: boolean | undefined): Readonly<Record<string, 0 | 1>> {
  return on === undefined ? {} : { [name]: on ? 1 : 0 };
}
