/**
 * - `not-sent`: no connection in time (refused, DNS, TLS, connect timeout), or an invalid request
 * - `circuit-open`: the host failed too often recently, so it gets no calls for a while
 * - `timeout`: the whole reply did not arrive in time
 * - `cut`: the connection ended before a reply began
 * - `truncated`: a reply began, but it is incomplete or cannot be decoded
 * - `not-utf8`: the body of a success is not UTF-8, so its values would be wrong
 * - `too-large`: the reply has more bytes than allowed
 * - `incomplete-body`: the request's own body broke off, or did not arrive in time
 * - `aborted`: the caller no longer waits
 */
export type FailureKind =
  | 'not-sent'
  | 'circuit-open'
  | 'timeout'
  | 'cut'
  | 'truncated'
  | 'not-utf8'
  | 'too-large'
  | 'incomplete-body'
  | 'aborted';

/** A call without a whole reply. The message contains neither the request nor the host. */
export class TransportFailure extends Error {
  /**
   * @param sentMs when the request was sent, in monotonic milliseconds; undefined only if certainly no byte
   *   of it reached the vendor
   * @param code name of the cause in the system or the parser, such as `ECONNREFUSED`
   */
  constructor(
    readonly kind: FailureKind,
    readonly sentMs?: number,
    readonly code?: string,
  ) {
    super(code === undefined ? kind : `${kind} (${code})`);
    this.name = 'TransportFailure';
  }

  get sent(): boolean {
    return this.sentMs !== undefined;
  }
}

/** The HTTP client has the status of a proxy that refuses the tunnel in the message only. */
const PROXY_REFUSAL = /^Proxy response \((\d+)\)/;

/**
 * The `code` of an error of the system, zlib or the HTTP client, such as `ECONNREFUSED`; of a proxy that refuses
 * the tunnel its status, such as `proxy-407`.
 */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const [, status] = PROXY_REFUSAL.exec('message' in error ? String(error.message) : '') ?? [];
  return status === undefined ? String(error.code) : `proxy-${status}`;
}
