import type { UpstreamRequest } from '../../core/upstream';

/** The part of a request that does not depend on its encoding. */
export type RequestFacts = Pick<UpstreamRequest, 'draws' | 'effect' | 'keys' | 'assumedPayload'>;

type FormFields = Readonly<Record<string, string | readonly string[] | undefined>>;

export function jsonRequest(path: string, fields: object, facts: RequestFacts): UpstreamRequest {
  return post(path, 'application/json', JSON.stringify(fields), facts);
}

/** A list becomes a repeated field, and an undefined field is left out. Encodes values as UTF-8. */
export function formRequest(
  path: string,
  fields: FormFields,
  facts: RequestFacts,
): UpstreamRequest {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one) => `${name}=${encodeURIComponent(one)}`),
  );
  return post(path, 'application/x-www-form-urlencoded', pairs.join('&'), facts);
}

/** Every endpoint of the vendor is a POST. */
function post(
  path: string,
  contentType: string,
  body: string,
  facts: RequestFacts,
): UpstreamRequest {
  return { method: 'POST', path, route: path, contentType, body, ...facts };
}

/** A field with the number 1 or 0, as the vendor's switches are; no field if the switch is undefined. */
export function numericFlag(
  name: string,
  on: boolean | undefined,
): Readonly<Record<string, 0 | 1>> {
  return on === undefined ? {} : { [name]: on ? 1 : 0 };
}
