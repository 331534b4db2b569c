import type { Response } from 'express';
import {
  isReadOperation,
  type Operation,
  type OperationName,
  type Reply,
} from '../../core/operation';
import { entityTag } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import { refuseFaults } from '../http/problems/invalid-request';

/** `If-Match` lists strong entity tags; weak ones never match (RFC 9110 §13.1.1). */
const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/**
 * The tags under which a write is wanted.
 * @throws GatewayError invalid-request: not a list of entity tags, or nothing has tags there
 */
export function readIfMatch(
  request: ApiRequest,
  name: OperationName,
): readonly string[] | undefined {
  const header = request.header('if-match')?.trim();
  if (header === undefined || isReadOperation(name)) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  const understood = header === '*' || tags.every((tag) => ENTITY_TAG.test(tag));
  if (!understood || name.startsWith('counters.'))
    refuseFaults([
      {
        pointer: 'header/If-Match',
        reason: understood ? 'goes with metadata, not with counters' : 'must list entity tags',
      },
    ]);
  return tags;
}

/** Only the whole of a target's metadata has a tag: not a page of it, and not some keys. */
export function setEntityTag(response: Response, { name, call }: Operation, reply: Reply): void {
  const isWhole =
    (name === 'message.get' || name === 'channel.get') &&
    call.keys === undefined &&
    call.cursor === undefined &&
    reply.nextCursor === undefined;
  if (isWhole) response.setHeader('ETag', entityTag(reply.entries ?? []));
}
