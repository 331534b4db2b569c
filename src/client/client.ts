import type { BatchEnd, BatchOperation, BatchResult, Calls, ExplanationReply } from './generated';
import type { BatchSettings } from './run-batch';
import type { VendorCall } from './vendor-call';
import type { WithLease } from './with-lease';

/** The result of a call: the parsed body, and the response with its headers. */
export interface Reply<Data> {
  readonly data: Data;
  /** The entity tag of the metadata that was read, for `If-Match` of a write. */
  readonly etag?: string;
  readonly response: Response;
}

/** The API's operations by name; `batch` and `vendor` replace the generated ones, `events` is no single reply. */
type CallName = Exclude<keyof Calls, 'batch' | 'events' | `vendor${string}`>;
type OptionsOf<Call> = Call extends (options: infer Options) => unknown ? Options : never;
type DataOf<Call> = Call extends (options: never) => Promise<infer Result>
  ? Result extends { readonly data: infer Data }
    ? Exclude<Data, undefined>
    : never
  : never;
/** The operations that have a dry run. */
type ExplainableCallName = {
  [N in CallName]: ExplanationReply extends DataOf<Calls[N]> ? N : never;
}[CallName];

/** The client that `connect` returns: a method for each operation of the API. */
export type GatewayClient = {
  readonly [N in CallName]: (
    ...options: Parameters<Calls[N]> extends [infer Options]
      ? [options: Options]
      : [options?: OptionsOf<Calls[N]>]
  ) => Promise<Reply<Exclude<DataOf<Calls[N]>, ExplanationReply>>>;
} & {
  /** The same methods as dry runs: they return the vendor requests, send nothing and use no quota. */
  readonly explain: {
    readonly [N in ExplainableCallName]: (
      options: OptionsOf<Calls[N]>,
    ) => Promise<Reply<ExplanationReply>>;
  };
  /** Carries out any number of operations; yields each result when its operation ends. See `runBatch`. */
  readonly batch: (
    operations: Iterable<BatchOperation> | AsyncIterable<BatchOperation>,
    settings?: BatchSettings,
  ) => AsyncGenerator<BatchResult, Omit<BatchEnd, 'done'>, undefined>;
  /** Makes a call of the vendor's own API through the gateway. */
  readonly vendor: VendorCall;
  /** Holds tokens for vendor calls that the work makes by itself. */
  readonly withLease: WithLease;
};
