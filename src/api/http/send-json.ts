import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';

import { listsEntityTag } from './entity-tags';

/**
 * Sends an object as JSON, or an empty body for `undefined`; 304 for a read whose `If-None-Match` lists the tag of
 * the reply. Express would not reply 304 to `Cache-Control: no-cache`, which demands only that the vendor is read.
 * @returns false, with nothing sent, for any other body: Express handles it
 */
export function sendJson(response: Response, body: unknown): boolean {
  if (body === undefined) {
    response.end();
    return true;
  }
  const isObject = typeof body === 'object' && body !== null;
  if (!isObject || body instanceof StreamableFile || body instanceof Error) return false;
  if (isNotModified(response)) {
    response.statusCode = 304;
    response.end();
    return true;
  }
  const text = JSON.stringify(body);
  if (!response.hasHeader('Content-Type'))
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
  return true;
}

/** Only the reply to a read has a tag. */
function isNotModified(response: Response): boolean {
  const condition = response.req.headers['if-none-match'];
  const tag = response.getHeader('ETag');
  return condition !== undefined && typeof tag === 'string' && listsEntityTag(condition, tag);
}
