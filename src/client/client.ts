import type { BatchEnd, BatchOperation, BatchResult, Calls, ExplanationReply } from './generated';
import type { BatchSettings } from './run-batch';

/** What a call answers: what the body says, and the whole answer with its headers. */
export interface Answer<Data> {
  readonly data: Data;
  readonly response: Response;
}

/** The operations of the API by name. */
type Names = Exclude<keyof Calls, 'batch'>;
type OptionsOf<Call> = Call extends (options: infer Options) => unknown ? Options : never;
type SaidBy<Call> = Call extends (options: never) => Promise<infer Answer>
  ? Answer extends { readonly data: infer Data }
    ? Exclude<Data, undefined>
    : never
  : never;
type Explained = {
  [N in Names]: ExplanationReply extends SaidBy<Calls[N]> ? N : never;
}[Names];

/** The gateway, as `connect` gives it: a method for each of its operations. */
export type GatewayClient = {
  readonly [N in Names]: (
    ...options: Parameters<Calls[N]> extends [infer Options]
      ? [options: Options]
      : [options?: OptionsOf<Calls[N]>]
  ) => Promise<Answer<Exclude<SaidBy<Calls[N]>, ExplanationReply>>>;
} & {
  /** The same calls as they would be sent to the vendor; nothing is sent, and no quota is spent. */
  readonly explain: {
    readonly [N in Explained]: (options: OptionsOf<Calls[N]>) => Promise<Answer<ExplanationReply>>;
  };
  /** Many operations at once, any number: each one's result as it ends. See `runBatch`. */
  readonly batch: (
    operations: Iterable<BatchOperation> | AsyncIterable<BatchOperation>,
    settings?: BatchSettings,
  ) => AsyncGenerator<BatchResult, Omit<BatchEnd, 'done'>, undefined>;
};
