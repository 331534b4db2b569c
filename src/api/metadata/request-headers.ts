import { isUtf8 } from 'node:buffer';
import { isReadOperation, type OperationName } from '../../core/operation';
import type { ApiRequest } from '../http/api-request';
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
  const header = request.header('x-actor-id');
  return header === undefined || header === '' ? undefined : decodeHeader(header);
}

/** Node decodes header bytes as Latin-1; clients send UTF-8. Bytes that are not UTF-8 stay Latin-1. */
function decodeHeader(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}

const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/**
 * The entity tags in `If-Match`: a write is carried out only if the target has one of them. A weak tag
 * is valid but never matches (RFC 9110 §13.1.1).
 * @returns undefined for a read and without the header; `*` stands for any tag
 * @throws GatewayError invalid-request for a header that is no list of entity tags, and for counters,
 *   which have no tags
 */
export function readIfMatch(
  request: ApiRequest,
  operation: OperationName,
): readonly string[] | undefined {
  const header = request.header('if-match')?.trim();
  if (header === undefined || isReadOperation(operation)) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  if (header !== '*' && !tags.every((tag) => ENTITY_TAG.test(tag)))
    refuseFaults([{ pointer: 'header/If-Match', reason: 'must be * or a list of entity tags' }]);
  if (operation.startsWith('counters.'))
    refuseFaults([{ pointer: 'header/If-Match', reason: 'is not supported for counters' }]);
  return tags;
}
