import type { Dispatcher, Pool } from 'undici';
import type { SignedRequest } from '../core/upstream';
import { ACCEPT_ENCODING, decoded, TooLarge } from './decoded';
import { codeOf, TransportFailure, type FailureKind } from './failure';

/** One host and how to talk to it. Times are milliseconds. */
export interface Link {
  /** Path of the base URL, put before every request's. */
  readonly prefix: string;
  readonly pool: Pool;
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  /** After decompression, and before. */
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
export function exchange(
  link: Link,
  request: SignedRequest,
  signal?: AbortSignal,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw new TransportFailure('aborted', false);
    const under = new Exchange(link, signal, resolve, reject);
    link.pool.dispatch(
      {
        method: request.method,
        path: link.prefix + request.path,
        headers: { 'Accept-Encoding': ACCEPT_ENCODING, ...request.headers },
        body: request.body ?? null,
      },
      under,
    );
  });
}

/** A request under way; settled once. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private settled = false;
  private status = 0;
  private headers: Readonly<Record<string, string>> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private readonly untilMs: number;
  private readonly connecting: NodeJS.Timeout;
  private readonly whole: NodeJS.Timeout;

  constructor(
    private readonly link: Link,
    private readonly signal: AbortSignal | undefined,
    private readonly resolve: (reply: RawReply) => void,
    private readonly reject: (failure: TransportFailure) => void,
  ) {
    const { connectMs, totalMs } = link.timeouts;
    this.untilMs = performance.now() + totalMs;
    this.connecting = setTimeout(late, connectMs, this);
    this.whole = setTimeout(late, totalMs, this);
    signal?.addEventListener('abort', this.hangUp);
  }

  /**
   * There is a connection, and the request is about to be written; until then it is held back. After a
   * standstill of this process that may be before the timers are: its tokens are somebody else's by then.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (performance.now() > this.untilMs) late(this);
    const isAgain = this.controller !== undefined;
    this.controller = controller;
    clearTimeout(this.connecting);
    if (this.settled || isAgain) controller.abort(new Error('It is not waited for any more.'));
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
    this.headers = flat(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.link.maxReplyBytes) this.fail('too-large');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { status, headers, chunks } = this;
    const [only] = chunks;
    const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
    const encoding = headers['content-encoding'];
    if (encoding === undefined) this.done({ status, headers, body: bytes });
    else
      decoded(bytes, encoding, this.link.maxReplyBytes).then(
        (body) => {
          this.done({ status, headers, body });
        },
        (error: unknown) => {
          this.fail(error instanceof TooLarge ? 'too-large' : 'truncated', codeOf(error));
        },
      );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.status === 0 ? 'cut' : 'truncated', codeOf(error));
  }

  fail(kind: FailureKind, code?: string): void {
    if (this.settled) return;
    this.settle();
    const sent = this.controller !== undefined;
    this.reject(new TransportFailure(sent || kind === 'aborted' ? kind : 'not-sent', sent, code));
    this.controller?.abort(new Error(kind));
  }

  private done(reply: RawReply): void {
    if (this.settled) return;
    this.settle();
    this.resolve(reply);
  }

  private settle(): void {
    this.settled = true;
    clearTimeout(this.connecting);
    clearTimeout(this.whole);
    this.signal?.removeEventListener('abort', this.hangUp);
  }

  private readonly hangUp = (): void => {
    this.fail('aborted');
  };
}

const late = (exchange: Exchange): void => {
  exchange.fail('timeout', 'ETIMEDOUT');
};

const flat = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> => {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(headers)) plain[name] = String(headers[name]);
  return plain;
};
