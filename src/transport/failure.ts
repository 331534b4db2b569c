/**
 * - `not-sent`: no connection was made in time (refused, DNS, TLS, connect timeout) or it could not be
 *   tried
 * - `circuit-open`: the host failed too often of late and is left alone for a while
 * - `timeout`: the whole answer was not there in time
 * - `cut`: the connection ended before an answer began
 * - `truncated`: the answer began and did not end as it should, or is not decodable
 * - `too-large`: the answer has more bytes than allowed
 * - `aborted`: the caller no longer waits
 */
export type FailureKind =
  'not-sent' | 'circuit-open' | 'timeout' | 'cut' | 'truncated' | 'too-large' | 'aborted';

/** No whole answer. Says why, and never what was sent or to whom. */
export class TransportFailure extends Error {
  /**
   * @param sent false only where certainly no byte of the request reached the vendor
   * @param code the system's or parser's name for it, such as `ECONNREFUSED`
   */
  constructor(
    readonly kind: FailureKind,
    readonly sent: boolean,
    readonly code?: string,
  ) {
    super(code === undefined ? kind : `${kind} (${code})`);
    this.name = 'TransportFailure';
  }
}

/** The system's, zlib's or the client's name for what went wrong, such as `ECONNREFUSED`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
