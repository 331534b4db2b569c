import { isUtf8 } from 'node:buffer';
import type { FieldError } from '../../core/gateway-error';
import { isReadOperation, type Operation, type OperationName } from '../../core/operation';
import { headerOf, type ApiRequest } from '../http/api-request';
import { parseEntityTags } from '../http/entity-tags';
import { refuseFaults } from '../http/problems/invalid-request';

/**
 * The user on whose behalf the vendor is to be called.
 * @returns undefined if the header `X-Actor-Id` is absent or empty
 * @throws GatewayError invalid-request if the header is repeated
 */
export function readActorId(request: ApiRequest): string | undefined {
  if (request.headers['x-actor-id'] === undefined) return undefined;
  const [header, ...more] = request.headersDistinct['x-actor-id'] ?? [];
  if (more.length > 0)
    refuseFaults([{ pointer: 'header/X-Actor-Id', reason: 'is given more than once' }]);
  return header === undefined || header === '' ? undefined : decodeHeader(header);
}

/** The header `X-Actor-Id` as sent: a request that is refused for it is audited, too. */
export function readActorIdForAudit(request: ApiRequest): string | undefined {
  const header = headerOf(request, 'x-actor-id');
  return header === undefined || header === '' ? undefined : decodeHeader(header);
}

/** Node decodes header bytes as Latin-1; clients send UTF-8. Bytes that are not UTF-8 stay Latin-1. */
function decodeHeader(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}

/**
 * The conditions of a write: `If-Match` with entity tags of the target, or `*` for the key in the path to
 * exist; `If-None-Match: *` on a PUT for it to be missing. `If-None-Match` on a read whose reply has a tag asks
 * for 304, which `sendJson` replies.
 * @throws GatewayError invalid-request for a header with another form, or that this address cannot honour
 */
export function readPreconditions(
  request: ApiRequest,
  operation: OperationName,
): Pick<Operation['call'], 'ifMatch' | 'ifEntry'> {
  const ifMatch = headerOf(request, 'if-match')?.trim();
  const ifNoneMatch = headerOf(request, 'if-none-match')?.trim();
  if (ifMatch === undefined && ifNoneMatch === undefined) return {};
  const isRead = isReadOperation(operation);
  refuseFaults([
    ...(ifMatch === undefined ? [] : findMatchFaults(ifMatch, operation)),
    ...(ifNoneMatch === undefined ? [] : findNoneMatchFaults(ifNoneMatch, request, operation)),
    ...(ifMatch === '*' && ifNoneMatch === '*'
      ? [{ pointer: 'header/If-None-Match', reason: 'contradicts If-Match' }]
      : []),
  ]);
  if (isRead) return {};
  if (ifMatch === '*' && request.params.key !== undefined) return { ifEntry: 'exists' };
  return {
    ...(ifMatch !== undefined && { ifMatch: parseEntityTags(ifMatch)?.map(ownTag) }),
    ...(ifNoneMatch !== undefined && { ifEntry: 'missing' as const }),
  };
}

/**
 * A tag of the gateway as a proxy passes it on that compresses replies: weak, or with the name of the encoding.
 * It stands for the gateway's own tag: the proxy has changed the encoding, not the entries.
 */
const PROXY_TAG = /^(?:W\/)?"([\w-]{27})(?:[-;:]{1,2}(?:gzip|br|zstd|deflate|df))?"$/;

const ownTag = (tag: string): string => tag.replace(PROXY_TAG, '"$1"');

const NO_TAGS = 'must be * or a list of entity tags';

function findMatchFaults(header: string, operation: OperationName): FieldError[] {
  const pointer = 'header/If-Match';
  if (isReadOperation(operation)) return [{ pointer, reason: 'is not supported for reads' }];
  if (operation.startsWith('counters.'))
    return [{ pointer, reason: 'is not supported for counters' }];
  return parseEntityTags(header) === undefined ? [{ pointer, reason: NO_TAGS }] : [];
}

function findNoneMatchFaults(
  header: string,
  { method, params, query }: ApiRequest,
  operation: OperationName,
): FieldError[] {
  const pointer = 'header/If-None-Match';
  const isTagged =
    (operation === 'message.get' || operation === 'channel.get') &&
    [params.key, query.keys, query.cursor].every((part) => part === undefined);
  if (!isTagged && method !== 'PUT')
    return [{ pointer, reason: 'is supported for reads of all entries and for PUT of a key only' }];
  if (isTagged) return parseEntityTags(header) === undefined ? [{ pointer, reason: NO_TAGS }] : [];
  return header === '*' ? [] : [{ pointer, reason: 'must be * for a write' }];
}
