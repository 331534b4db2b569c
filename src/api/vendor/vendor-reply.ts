import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { retryAfterMsIn } from '../../core/retry-after';
import type { PassThroughOutcome } from '../../gateway';
import type { Limiter } from '../../limiter';
import type { ApiRequest } from '../http/api-request';
import type { StoredReply } from '../idempotency/stored-record';
import { replyFromError } from '../idempotency/stored-reply';

/** The parts of a vendor's reply that reach the client. */
export interface VendorReply<Body = Buffer | Readable> {
  readonly status: number;
  readonly type?: string;
  /** The number of bytes as the vendor says it: of a body that was not sent (HEAD), or that is still to come. */
  readonly length?: number;
  readonly body: Body;
  /** The vendor says, with any status, that its quota is exhausted. */
  readonly isThrottled?: boolean;
}

/** A larger reply is not stored under an idempotency key: a problem that says so takes its place. */
const MAX_STORED_BYTES = 1024 * 1024;

/** Whether a repeated request should get this reply: the vendor has decided. */
export const isFinal = (reply: VendorReply): boolean => reply.status < 500 && !isUndone(reply);

/** Whether the vendor certainly has not carried out the call, and may do so later. */
export const isUndone = ({ status, isThrottled = false }: VendorReply): boolean =>
  status === 429 || isThrottled;

export function vendorReplyOf({ reply, isThrottled }: PassThroughOutcome): VendorReply {
  const { status, headers, body } = reply;
  const { 'content-type': type, 'content-length': length, 'content-encoding': encoding } = headers;
  // of a decompressed body the length is not known
  const isLengthKnown = encoding === undefined && /^\d+$/.test(length ?? '');
  return {
    status,
    body,
    isThrottled,
    ...(type !== undefined && { type }),
    ...(isLengthKnown && { length: Number(length) }),
  };
}

export function storedReplyOf(request: ApiRequest, reply: VendorReply<Buffer>): StoredReply {
  const { status, type, body } = reply;
  if (body.length <= MAX_STORED_BYTES)
    return { status, ...(type !== undefined && { type }), bytes: body.toString('base64') };
  return replyFromError(
    request,
    new GatewayError(
      'upstream-malformed',
      `The vendor has replied to the first request with this key: status ${status}, ${body.length} bytes, which are too many to be stored.`,
      { applied: status < 400 ? 'yes' : 'no' },
    ),
  );
}

/** Also of a problem that was stored for another kind of request. */
export const replyOf = ({ status, type, bytes, body = '' }: StoredReply): VendorReply<Buffer> => ({
  status,
  ...(type !== undefined && { type }),
  body: bytes === undefined ? Buffer.from(body) : Buffer.from(bytes, 'base64'),
});

/**
 * Milliseconds after which a client should try again: as the vendor says, and not before the cooldown ends.
 * @returns undefined with a status that asks for no repetition
 */
export function retryAfterMsOf(
  { reply, usage }: PassThroughOutcome,
  limiter: Limiter,
): number | undefined {
  if (reply.status !== 429 && reply.status !== 503) return undefined;
  const drawn = new Set(usage.map(({ quota }) => quota));
  const cooldowns = limiter
    .report()
    .filter(({ name }) => drawn.has(name))
    .map(({ coolingDownMs }) => coolingDownMs);
  return Math.max(retryAfterMsIn(reply) ?? 0, ...cooldowns);
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends status, media type and bytes as they are; no other header of the vendor. A reply that breaks off is cut
 * for the client too.
 */
export async function sendReply(
  response: Response,
  { status, type, length, body }: VendorReply,
): Promise<void> {
  response.statusCode = status;
  if (type !== undefined) response.setHeader('Content-Type', type);
  const isHead = response.req.method === 'HEAD';
  const bytes = Buffer.isBuffer(body) && !isHead ? body.length : length;
  if (WITHOUT_BODY.has(status)) response.end();
  else {
    if (bytes !== undefined) response.setHeader('Content-Length', bytes);
    if (Buffer.isBuffer(body)) response.end(body);
    else {
      response.setMaxListeners(20); // a pipeline adds several to those of the request's log and trace
      await pipeline(body, response).catch(() => undefined); // the call's own report has the cause
    }
  }
}
