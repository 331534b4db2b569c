import http, { type ClientRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { SignedRequest } from '../core/upstream';
import { TransportFailure, type FailureKind } from './failure';
import { ACCEPT_ENCODING, readBody, TooLarge } from './read-body';

/** One host and how to talk to it. Times are milliseconds. */
export interface Link {
  /** `http:` or `https:`, name and port, as node:http wants them. */
  readonly address: RequestOptions;
  /** Path of the base URL, put before every request's. */
  readonly prefix: string;
  readonly agent: http.Agent;
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  /** After decompression. */
  readonly maxReplyBytes: number;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request as it is, byte for byte, and reads the whole reply, whatever its status.
 * @throws TransportFailure
 */
export async function exchange(
  link: Link,
  request: SignedRequest,
  signal?: AbortSignal,
): Promise<RawReply> {
  if (signal?.aborted) throw new TransportFailure('aborted', false);
  return replyTo(open(link, request), link, signal);
}

function open(link: Link, request: SignedRequest): ClientRequest {
  const { request: start } = link.address.protocol === 'https:' ? https : http;
  const length = request.body === undefined ? undefined : Buffer.byteLength(request.body);
  try {
    const outgoing = start({
      ...link.address,
      agent: link.agent,
      method: request.method,
      path: link.prefix + request.path,
      headers: {
        'Accept-Encoding': ACCEPT_ENCODING,
        ...request.headers,
        ...(length !== undefined && { 'Content-Length': length }),
      },
    });
    return outgoing.end(request.body);
  } catch (error) {
    // no request line and no header can carry such characters
    throw new TransportFailure('not-sent', false, codeOf(error));
  }
}

function replyTo(outgoing: ClientRequest, link: Link, signal?: AbortSignal): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let answered = false;
    const settle = (): void => {
      clearTimeout(connecting);
      clearTimeout(whole);
      signal?.removeEventListener('abort', hangUp);
    };
    const fail = (kind: FailureKind, code?: string): void => {
      settle();
      const known = connected || kind === 'aborted' ? kind : 'not-sent';
      reject(new TransportFailure(known, connected, code));
      outgoing.destroy();
    };
    const hangUp = (): void => {
      fail('aborted');
    };
    const connecting = setTimeout(fail, link.timeouts.connectMs, 'timeout', 'ETIMEDOUT');
    const whole = setTimeout(fail, link.timeouts.totalMs, 'timeout', 'ETIMEDOUT');
    signal?.addEventListener('abort', hangUp);

    outgoing.once('socket', (socket) => {
      const made = (): void => {
        connected = true;
        clearTimeout(connecting);
      };
      // until this event the request's bytes are held back
      if (outgoing.reusedSocket) made();
      else socket.once(link.address.protocol === 'https:' ? 'secureConnect' : 'connect', made);
    });
    outgoing.once('response', (reply) => {
      answered = true;
      readBody(reply, link.maxReplyBytes).then(
        (body) => {
          settle();
          resolve({ status: reply.statusCode ?? 0, headers: flat(reply.headers), body });
        },
        (error: unknown) => {
          fail(error instanceof TooLarge ? 'too-large' : 'truncated', codeOf(error));
        },
      );
    });
    // once an answer has begun, whoever reads it judges whether it is whole
    outgoing.on('error', (error) => {
      if (!answered) fail('cut', codeOf(error));
    });
    outgoing.once('close', () => {
      if (!answered) fail('cut');
    });
  });
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
