import type { Capabilities, Limit } from './capability';
import type { SandboxExamples } from './sandbox-examples';
import type { ErrorCode } from './gateway-error';
import type { Operation, OperationName, Operations, Reply } from './operation';
import type { Quota } from './quota';
import type { Plan, SignedRequest, UpstreamReply, UpstreamRequest } from './upstream';

/** The two things a signature takes from outside; a provider has no clock and no dice. */
export interface SigningContext {
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** Random decimal digits, at most 17. */
  readonly nonce: string;
}

/** One vendor operation by name; those a vendor lacks are absent. */
export type PlanTable = { readonly [N in OperationName]?: (call: Operations[N]) => Plan<Reply> };

/** A configured vendor account, as pure functions. */
export interface Adapter {
  /** What the vendor counts quotas by, such as an app key: the same text is the same account. No secret. */
  readonly vendorAccountId: string;
  readonly plans: PlanTable;
  /** Always of the same names. */
  readonly quotas: readonly Quota[];
  /** Operations that read before they write: one at a time for each target. */
  readonly lockedOperations: readonly OperationName[];
  /**
   * Writes that may be merged while they wait: how many keys one vendor call then takes, or
   * `same-keys` where each key is paid for, so that only writes to the very same keys may join.
   */
  readonly mergeLimits: Readonly<Partial<Record<OperationName, number | 'same-keys'>>>;
  /** The final headers and bytes of one attempt. */
  sign(request: UpstreamRequest, context: SigningContext): SignedRequest;
  /**
   * The success payload of a reply.
   * @throws GatewayError what the vendor meant by anything else
   */
  readReply(request: UpstreamRequest, reply: UpstreamReply): unknown;
  /** Things worth telling whoever asks for an explanation. */
  warnings(operation: Operation): readonly string[];
}

/** What the vendor advises on reusing a connection. */
export interface KeepAlive {
  readonly idleMs: number;
  readonly maxUses: number;
}

/** A vendor. `Settings` and `Options` are classes whose decorators are their schema. */
export interface Provider<Settings extends object = object, Options extends object = object> {
  readonly name: string;
  readonly title: string;
  readonly settings: new () => Settings;
  /** Absent: this vendor has no switches. */
  readonly options?: new () => Options;
  readonly capabilities: Capabilities;
  readonly limits: readonly Limit[];
  /** What a caller of the normalized API cannot see or say with this vendor. */
  readonly lost: readonly string[];
  /** What of this vendor is behind a problem, such as its own codes; where there is something to say. */
  readonly problems?: Readonly<Partial<Record<ErrorCode, string>>>;
  readonly keepAlive: KeepAlive;
  /** Header names whose values an explanation masks, in lower case. */
  readonly secretHeaders: readonly string[];
  readonly sandboxExamples: SandboxExamples;
  createAdapter(settings: Settings): Adapter;
}
