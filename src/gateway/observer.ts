import type { OperationName } from '../core/operation';

/** Told of every vendor call, for metrics and logs; names and numbers only, never ids or values. */
export interface VendorCall {
  readonly connection: string;
  readonly provider: string;
  readonly route: string;
  /** HTTP status, or 0 where no answer came. */
  readonly status: number;
  /** `ok`, or the code of the error it became. */
  readonly outcome: string;
  /** The vendor's own code of a refusal. */
  readonly code?: number;
  readonly durationMs: number;
  readonly waitedMs: number;
}

export interface GatewayObserver {
  vendorCall(call: VendorCall): void;
  /** The vendor refused a call in spite of our quota: somebody else uses this key. */
  throttled(connection: string, quotas: readonly string[], forMs: number): void;
  /** A call went along with one that was waiting already. */
  merged(connection: string, operation: OperationName): void;
}
