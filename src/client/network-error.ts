/** The gateway did not reply, or its reply was cut. Whether a write was carried out is unknown. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  private constructor(
    /** `timeout`: no whole reply within `timeoutMs`; `connection`: no connection, or it was cut. */
    readonly reason: 'timeout' | 'connection',
    message: string,
    options: ErrorOptions,
  ) {
    super(message, options);
  }

  /** @param cause the error of `fetch`, whose own cause has the name of the failure in the system */
  static ofConnection(cause: unknown): NetworkError {
    const { message = '', cause: inner } = cause as ErrorLike;
    const messages = [message, inner?.message ?? ''].filter((text) => text !== '');
    return new NetworkError('connection', messages.join(': ') || 'no connection', { cause });
  }

  static ofTimeout(timeoutMs: number, cause: unknown): NetworkError {
    return new NetworkError('timeout', `no reply within ${timeoutMs} ms`, { cause });
  }
}

interface ErrorLike {
  readonly message?: string;
  readonly cause?: { readonly message?: string };
}
