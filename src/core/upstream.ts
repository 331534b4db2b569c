/** Tokens that one vendor call takes from one quota. */
export interface Draw {
  readonly quota: string;
  readonly tokens: number;
  /**
   * Of a quota per channel, the text that tells its channels apart. Plans leave it out: it is then the id of
   * the call's channel, whatever the channel's type.
   */
  readonly channel?: string;
}

/** A quota; of a quota per channel, that of one channel. */
export type DrawnQuota = Pick<Draw, 'quota' | 'channel'>;

/**
 * The effect of sending a request a second time: none (`read`), the same state again (`idempotent`), or
 * another change of the state (`once`).
 */
export type Effect = 'read' | 'idempotent' | 'once';

/** The methods of vendor calls. Plans use neither HEAD nor OPTIONS. */
export const VENDOR_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type VendorMethod = (typeof VENDOR_METHODS)[number];

/** One vendor request, complete except for its signature. */
export interface UpstreamRequest {
  readonly method: VendorMethod;
  /** Path and query, percent-encoded, relative to the base URL. */
  readonly path: string;
  /** The path with names for ids and keys, without a query: safe in logs and metrics. */
  readonly route: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly draws: readonly Draw[];
  readonly effect: Effect;
  /** Keys that this request writes; if a later request fails, the error lists them as applied. */
  readonly keys?: readonly string[];
  /** Keys that this request changes, and that need a later request to be as asked. */
  readonly partialKeys?: readonly string[];
  /** Success payload with which an explanation continues; the plan depends on the real one. */
  readonly assumedPayload?: unknown;
}

/** The request as it is sent, secrets included. Must not be logged. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The id under which the vendor finds the request in its own logs; absent if it has no header for one. */
  readonly vendorRequestId?: string;
}

export interface UpstreamReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A vendor's way to carry out an operation: a generator that yields vendor requests, receives the
 * success payload (parsed JSON) of each, and returns the normalized reply. A failed request is thrown
 * into it as a GatewayError, which it may catch. It does no I/O.
 */
export type Plan<R> = Generator<UpstreamRequest, R, unknown>;
