import type { Dispatcher } from 'undici';
import type { BytesRequest } from '../core/upstream';
import { ACCEPT_ENCODING, decompress, BodyTooLarge } from './decompress';
import { codeOf, TransportFailure, type FailureKind } from './transport-failure';

/** The connections to one host, with the limits of a call. */
export interface HostConnection {
  /** Path of the base URL, without a trailing slash; precedes the path of every request. */
  readonly prefix: string;
  readonly pool: Dispatcher;
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  /** Applies to the body before and after decompression. */
  readonly maxReplyBytes: number;
}

export interface RawReply {
  /** When the request was sent, in monotonic milliseconds. */
  readonly sentMs: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request byte for byte and reads the whole reply of any status.
 * @throws TransportFailure if there is no whole reply
 */
export function exchange(
  host: HostConnection,
  request: BytesRequest,
  signal?: AbortSignal,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw new TransportFailure('aborted');
    const handler = new Exchange(host, signal, resolve, reject);
    host.pool.dispatch(
      {
        method: request.method,
        path: host.prefix + request.path,
        headers: { 'Accept-Encoding': ACCEPT_ENCODING, ...request.headers },
        body: request.body ?? null,
      },
      handler,
    );
  });
}

/** A request in progress. It settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private sentMs: number | undefined;
  private settled = false;
  private status = 0;
  private headers: Readonly<Record<string, string>> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private readonly deadlineMs: number;
  private readonly connectTimer: NodeJS.Timeout;
  private readonly totalTimer: NodeJS.Timeout;

  constructor(
    private readonly host: HostConnection,
    private readonly signal: AbortSignal | undefined,
    private readonly resolve: (reply: RawReply) => void,
    private readonly reject: (failure: TransportFailure) => void,
  ) {
    const { connectMs, totalMs } = host.timeouts;
    this.deadlineMs = performance.now() + totalMs;
    this.connectTimer = setTimeout(failWithTimeout, connectMs, this);
    this.totalTimer = setTimeout(failWithTimeout, totalMs, this);
    signal?.addEventListener('abort', this.abort);
  }

  /**
   * Called when there is a connection, before the request is written. If the process was blocked, this
   * may run before the overdue timers. The call's tokens may then belong to another call, so the request
   * must not be sent.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const nowMs = performance.now();
    if (nowMs > this.deadlineMs) failWithTimeout(this);
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

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.host.maxReplyBytes) this.fail('too-large');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { headers, chunks } = this;
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const encoding = headers['content-encoding'];
    if (encoding === undefined) this.done(bytes);
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
    this.fail(this.status === 0 ? 'cut' : 'truncated', codeOf(error));
  }

  fail(kind: FailureKind, code?: string): void {
    if (this.settled) return;
    this.settle();
    const { sentMs } = this;
    const isKnown = sentMs !== undefined || kind === 'aborted';
    this.reject(new TransportFailure(isKnown ? kind : 'not-sent', sentMs, code));
    this.controller?.abort(new Error(kind));
  }

  private done(body: Buffer): void {
    if (this.settled) return;
    const { status, headers, sentMs = performance.now() } = this;
    this.settle();
    this.resolve({ sentMs, status, headers, body });
  }

  private settle(): void {
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
  exchange.fail('timeout', 'ETIMEDOUT');
};

const flatten = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> => {
  const flattened: Record<string, string> = {};
  for (const name of Object.keys(headers)) flattened[name] = String(headers[name]);
  return flattened;
};
