import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';

/**
 * Answers with JSON, or with nothing at all.
 * @returns false where it is something else, or where the caller may have it already
 */
export function sendJson(response: Response, body: unknown): boolean {
  if (body === undefined) {
    response.end();
    return true;
  }
  const isJson = typeof body === 'object' && body !== null;
  const isConditional = response.req.headers['if-none-match'] !== undefined;
  if (!isJson || isConditional || body instanceof StreamableFile || body instanceof Error)
    return false;
  const text = JSON.stringify(body);
  if (!response.hasHeader('Content-Type'))
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
  return true;
}
