import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { SignedRequest } from '../core/upstream';
import { ACCEPT_ENCODING, BodyTooLarge, decompress, decompressStream } from './decompress';
import { codeOf, TransportFailure, type FailureKind } from './transport-failure';

/** A request of any bytes, as it is sent. */
export interface BytesRequest extends Omit<SignedRequest, 'body'> {
  readonly body?: string | Buffer | Readable;
}

/** The connections to one host, with the limits of a call. */
export interface HostConnection {
  /** Path of the base URL, without a trailing slash; precedes the path of every request. */
  readonly prefix: string;
  readonly pool: Dispatcher;
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  /** Applies to the body before and after decompression. */
  readonly maxReplyBytes: number;
}

export interface RawReply<Body extends Buffer | Readable = Buffer> {
  /** When the request was sent, in monotonic milliseconds. */
  readonly sentMs: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/**
 * Sends one request byte for byte and reads the whole reply of any status.
 * @throws TransportFailure if there is no whole reply
 */
export const exchange = (
  host: HostConnection,
  request: BytesRequest,
  signal?: AbortSignal,
): Promise<RawReply> => start<Buffer>(host, request, Infinity, signal);

/**
 * The same, but a reply below 400 with more than `streamAbove` bytes is a stream of the bytes that are still
 * to be read. The stream fails with a TransportFailure, also at the end of the total timeout; to destroy it
 * ends the call.
 */
export const exchangeStreams = (
  host: HostConnection,
  request: BytesRequest,
  streamAbove: number,
  signal?: AbortSignal,
): Promise<RawReply<Buffer | Readable>> => start(host, request, streamAbove, signal);

function start<Body extends Buffer | Readable>(
  host: HostConnection,
  request: BytesRequest,
  streamAbove: number,
  signal: AbortSignal | undefined,
): Promise<RawReply<Body>> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw new TransportFailure('aborted');
    const { body = null } = request;
    // only a finite `streamAbove` leads to a stream
    const settle = { resolve: resolve as (reply: RawReply<Buffer | Readable>) => void, reject };
    const upload = body instanceof Readable ? body : undefined;
    const handler = new Exchange(host, upload, streamAbove, signal, settle);
    host.pool.dispatch(
      {
        method: request.method,
        path: host.prefix + request.path,
        headers: { 'Accept-Encoding': ACCEPT_ENCODING, ...request.headers },
        body,
      },
      handler,
    );
    handler.limitConnecting();
  });
}

interface Settle {
  readonly resolve: (reply: RawReply<Buffer | Readable>) => void;
  readonly reject: (failure: TransportFailure) => void;
}

/** A request in progress. It settles once; a streamed reply goes on until its stream ends. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private sentMs: number | undefined;
  private settled = false;
  private status = 0;
  private headers: Readonly<Record<string, string>> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private stream: Readable | undefined;
  /** The request is not sent later. */
  private readonly sendByMs: number;
  private connectTimer: NodeJS.Timeout | undefined;
  private readonly totalTimer: NodeJS.Timeout;

  constructor(
    private readonly host: HostConnection,
    /** The body of the request, if it arrives while it is sent. */
    private readonly upload: Readable | undefined,
    private readonly streamAbove: number,
    private readonly signal: AbortSignal | undefined,
    private readonly settle: Settle,
  ) {
    const { connectMs, totalMs } = host.timeouts;
    this.sendByMs = performance.now() + Math.min(connectMs, totalMs);
    this.totalTimer = setTimeout(failWithTimeout, totalMs, this);
    signal?.addEventListener('abort', this.abort);
  }

  /**
   * Called after the dispatch. A request on a new connection is written when it is made, one on an idle
   * connection after the next look for data: the vendor may be closing it.
   */
  limitConnecting(): void {
    if (this.sentMs !== undefined || this.settled) return;
    this.connectTimer = setTimeout(failWithTimeout, this.host.timeouts.connectMs, this);
  }

  /**
   * Called when there is a connection, before the request is written. If the process was blocked, this
   * may run before the overdue timers. A request that is sent so late may reach the vendor when its tokens
   * belong to another call, so it must not be sent.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const nowMs = performance.now();
    if (nowMs > this.sendByMs) this.failWithTimeout();
    const isRepeated = this.controller !== undefined;
    this.controller = controller;
    this.sentMs ??= nowMs;
    clearTimeout(this.connectTimer);
    if (this.settled || isRepeated) controller.abort(new Error('The call has ended.'));
  }

  onRequestUpgrade(): void {
    this.fail('cut');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    this.headers = flatten(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.host.maxReplyBytes) this.fail('too-large');
    else if (this.stream === undefined) {
      this.chunks.push(chunk);
      if (this.bytes > this.streamAbove && this.status < 400) this.beginStream(controller);
    } else if (!this.stream.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    const { headers, chunks } = this;
    if (this.stream !== undefined) {
      this.end();
      this.stream.push(null);
      return;
    }
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const encoding = headers['content-encoding'];
    // the reply to a HEAD, and a 204, may name the encoding of a body that they do not have
    if (encoding === undefined || bytes.length === 0) this.done(bytes);
    else
      decompress(bytes, encoding, this.host.maxReplyBytes).then(
        (body) => {
          this.done(body);
        },
        (error: unknown) => {
          this.fail(error instanceof BodyTooLarge ? 'too-large' : 'truncated', codeOf(error));
        },
      );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.upload?.errored) this.fail('incomplete-body');
    else this.fail(this.status === 0 ? 'cut' : 'truncated', codeOf(error));
  }

  /** The host is not to blame if it waits for the rest of the request. */
  failWithTimeout(): void {
    const { upload } = this;
    const isWaiting = upload?.readableEnded === false && upload.readableLength === 0;
    if (isWaiting && this.sentMs !== undefined) this.fail('incomplete-body');
    else this.fail('timeout', 'ETIMEDOUT');
  }

  fail(kind: FailureKind, code?: string): void {
    if (this.settled) return;
    this.end();
    const { sentMs } = this;
    const isKnown = sentMs !== undefined || kind === 'aborted';
    const failure = new TransportFailure(isKnown ? kind : 'not-sent', sentMs, code);
    if (this.stream === undefined) this.settle.reject(failure);
    else this.stream.destroy(failure);
    this.controller?.abort(new Error(kind));
  }

  private done(body: Buffer): void {
    if (this.settled) return;
    this.end();
    this.resolve(body);
  }

  private resolve(body: Buffer | Readable): void {
    const { status, headers, sentMs = performance.now() } = this;
    this.settle.resolve({ sentMs, status, headers, body });
  }

  private beginStream(controller: Dispatcher.DispatchController): void {
    const stream = new Readable({
      read: () => {
        controller.resume();
      },
      destroy: (error, callback) => {
        this.fail('aborted');
        callback(error);
      },
    });
    for (const chunk of this.chunks.splice(0)) stream.push(chunk);
    this.stream = stream;
    const { 'content-encoding': encoding } = this.headers;
    this.resolve(decompressStream(stream, encoding, this.host.maxReplyBytes));
  }

  private end(): void {
    this.settled = true;
    clearTimeout(this.connectTimer);
    clearTimeout(this.totalTimer);
    this.signal?.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => {
    this.fail('aborted');
  };
}

const failWithTimeout = (exchange: Exchange): void => {
  exchange.failWithTimeout();
};

/** A header that is repeated becomes one with commas. */
function flatten(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  if (hasTextsOnly(headers)) return headers;
  const flattened: Record<string, string> = {};
  for (const name of Object.keys(headers)) flattened[name] = String(headers[name]);
  return flattened;
}

function hasTextsOnly(
  headers: Readonly<Record<string, unknown>>,
): headers is Readonly<Record<string, string>> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false;
  return true;
}
