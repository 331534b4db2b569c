import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest } from '../http/api-request';
import { NDJSON } from '../http/media-types';
import type { Portions } from './given';
import { fromJson } from './json-body';
import { fromNdjson } from './ndjson-body';

/**
 * The operations of a batch, from JSON that has been read or from lines that come in.
 * @param limit bytes of lines
 * @throws GatewayError invalid-request, payload-too-large, unsupported-media-type
 */
export function operationsOf(request: ApiRequest, limit: number): Portions {
  if (request.is(NDJSON) !== NDJSON) return [fromJson(request.body)];
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (encoding !== 'identity')
    throw new GatewayError('unsupported-media-type', 'Lines are not read compressed.');
  if (Number(length ?? 0) > limit)
    throw new GatewayError('payload-too-large', 'The body is larger than the limit.');
  return fromNdjson(request, limit);
}
