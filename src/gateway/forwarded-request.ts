import type { Readable } from 'node:stream';
import type { SignedRequest, UpstreamRequest } from '../core/upstream';
import type { BytesRequest } from '../transport';

/** A body that arrives while it is sent: its bytes can be read once. */
export interface StreamedBody {
  readonly stream: Readable;
  /** Absent: known at the end only. */
  readonly length?: number;
}

/** A client's own request to the vendor. */
export interface ForwardedRequest extends Omit<UpstreamRequest, 'body'> {
  readonly accept?: string;
  readonly body?: Buffer | StreamedBody;
}

/** The request with its body, whose length is told to the vendor where it is known. */
export function withBody(signed: SignedRequest, body: ForwardedRequest['body']): BytesRequest {
  if (body === undefined || Buffer.isBuffer(body)) return { ...signed, ...(body && { body }) };
  const { stream, length } = body;
  const headers = {
    ...signed.headers,
    ...(length !== undefined && { 'Content-Length': String(length) }),
  };
  return { ...signed, headers, body: stream };
}
