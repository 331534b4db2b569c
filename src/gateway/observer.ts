import type { OperationName } from '../core/operation';

/** A vendor call that has ended: names and numbers only, never ids or values. */
export interface VendorCall {
  readonly connection: string;
  readonly provider: string;
  /** Method and path template, such as `PUT /v3/{channel_type}/{channel_url}/metadata`. */
  readonly route: string;
  /** HTTP status; 0 where no reply arrived. */
  readonly status: number;
  /** `ok`, or the code of the error that it became. */
  readonly outcome: string;
  /** The vendor's own error code. */
  readonly code?: number;
  /** The name of what kept a whole reply from arriving, such as `ECONNREFUSED`. */
  readonly cause?: string;
  readonly durationMs: number;
  /** Milliseconds that the call waited for its tokens. */
  readonly waitedMs: number;
}

/** Receives the events of a gateway, for metrics, logs and the console. */
export interface GatewayObserver {
  vendorCall(call: VendorCall): void;
  /** The vendor answered 429 although its quota was kept: someone else uses this vendor account. */
  throttled(connection: string, quotas: readonly string[], forMs: number): void;
  /** A call has joined a merged call as a follower. */
  merged(connection: string, operation: OperationName): void;
  /** A read whose caller accepts older data was answered from memory (`hit`), or was not (`miss`). */
  cachedRead(connection: string, result: 'hit' | 'miss'): void;
}
