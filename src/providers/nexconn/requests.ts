import type { UpstreamRequest } from '../../core/upstream';

/** A request without the facts that do not depend on the dialect: draws, effect and keys. */
export type WireRequest = Omit<UpstreamRequest, 'draws' | 'effect' | 'keys'>;

type FormFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Undefined fields are left out. @param assumedPayload of a read, for explanations */
export function jsonRequest(path: string, fields: object, assumedPayload?: object): WireRequest {
  return post(path, 'application/json', JSON.stringify(fields), assumedPayload);
}

/**
 * A list becomes a repeated field, and an undefined field is left out. Encodes values as UTF-8.
 * @param assumedPayload of a read, for explanations
 */
export function formRequest(
  path: string,
  fields: FormFields,
  assumedPayload?: object,
): WireRequest {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one) => `${name}=${encodeURIComponent(one)}`),
  );
  return post(path, 'application/x-www-form-urlencoded', pairs.join('&'), assumedPayload);
}

/** Every endpoint of the vendor is a POST. */
const post = (
  path: string,
  contentType: string,
  body: string,
  assumedPayload: object | undefined,
): WireRequest => ({
  method: 'POST',
  path,
  route: path,
  contentType,
  body,
  ...(assumedPayload !== undefined && { assumedPayload }),
});

/** A switch of the vendor: 1, 0 or, if it is undefined, no field. */
export const flag = (on: boolean | undefined): 0 | 1 | undefined =>
  on === undefined ? undefined : on ? 1 : 0;
