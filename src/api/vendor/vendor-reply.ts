import type { Response } from 'express';
import type { StoredReply } from '../idempotency/stored-record';

/** The parts of a vendor's reply that reach the client. */
export interface VendorReply {
  readonly status: number;
  readonly type?: string;
  readonly body: Buffer;
}

/** Larger replies are not stored under an idempotency key. */
const MAX_STORED_BYTES = 1024 * 1024;

/** Whether a repeated request should get this reply: the vendor has decided. */
export const isFinal = ({ status, body }: VendorReply): boolean =>
  status < 500 && status !== 429 && body.length <= MAX_STORED_BYTES;

export const storedReplyOf = ({ status, type, body }: VendorReply): StoredReply => ({
  status,
  ...(type !== undefined && { type }),
  bytes: body.toString('base64'),
});

/** Also of a problem that was stored for another kind of request. */
export const replyOf = ({ status, type, bytes, body = '' }: StoredReply): VendorReply => ({
  status,
  ...(type !== undefined && { type }),
  body: bytes === undefined ? Buffer.from(body) : Buffer.from(bytes, 'base64'),
});

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Sends status, media type and bytes as they are; no other header of the vendor. */
export function sendReply(response: Response, { status, type, body }: VendorReply): void {
  response.statusCode = status;
  if (type !== undefined) response.setHeader('Content-Type', type);
  if (WITHOUT_BODY.has(status)) response.end();
  else {
    response.setHeader('Content-Length', body.length);
    response.end(body);
  }
}
