import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';

/**
 * Sends an object as JSON, or an empty body for `undefined`.
 * @returns false, with nothing sent, for any other body and for a conditional GET of a body with a tag: Express
 *   handles these
 */
export function sendJson(response: Response, body: unknown): boolean {
  if (body === undefined) {
    response.end();
    return true;
  }
  const isObject = typeof body === 'object' && body !== null;
  const isConditional =
    response.req.headers['if-none-match'] !== undefined && response.hasHeader('ETag');
  if (!isObject || isConditional || body instanceof StreamableFile || body instanceof Error)
    return false;
  const text = JSON.stringify(body);
  if (!response.hasHeader('Content-Type'))
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
  return true;
}
