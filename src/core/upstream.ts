/** Tokens that one vendor call takes from one quota. */
export interface Draw {
  readonly quota: string;
  readonly tokens: number;
}

/**
 * What sending the same request twice does: nothing (`read`), leave the same end state
 * (`idempotent`), or change again (`once`).
 */
export type Effect = 'read' | 'idempotent' | 'once';

/** One vendor call, complete but for its signature. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, percent-encoded, relative to the base URL. */
  readonly path: string;
  /** The endpoint without ids or values: safe in logs and metrics. */
  readonly route: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly draws: readonly Draw[];
  readonly effect: Effect;
  /** Keys that this request writes; a failure later on names them as applied. */
  readonly keys?: readonly string[];
  /** Success payload that an explanation takes for granted: later requests depend on the real one. */
  readonly assumedPayload?: unknown;
}

/** The bytes to send, secrets included. Never logged. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Header names in lower case. */
export interface UpstreamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A vendor operation: yields vendor calls, is handed each success payload (parsed JSON), returns the
 * normalized reply. A refused call is thrown into it as a GatewayError, which it may catch. Pure.
 */
export type Plan<R> = Generator<UpstreamRequest, R, unknown>;
