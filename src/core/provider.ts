import type { Capabilities, Limit } from './capability';
import type { SandboxExamples } from './sandbox-examples';
import type { ErrorCode } from './gateway-error';
import type { Entry } from './metadata';
import type { Operation, OperationName, Operations, Reply } from './operation';
import type { PlaceLimits } from './place-limit';
import type { Quota } from './quota';
import type { Plan, SignedRequest, UpstreamReply, UpstreamRequest } from './upstream';

/** Inputs of a signature that the gateway supplies, since a provider has neither clock nor random source. */
export interface SigningContext {
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** A random number in 1 to 15 decimal digits. */
  readonly nonce: string;
  /** A random UUID, 36 characters, for vendors with a header that identifies a request. */
  readonly requestId: string;
}

/**
 * The plans of a vendor, by operation. An operation that the vendor does not support is absent. So is
 * `message.get-many` where the vendor has no call for several messages: each is then read alone.
 */
export type PlanTable = { readonly [N in OperationName]?: (call: Operations[N]) => Plan<Reply> };

/** The result of a write of unknown outcome, as far as a read after it shows. */
export type ReadBackVerdict = 'applied' | 'not applied' | 'undecided';

/** A configured vendor account. Its functions do no I/O. */
export interface Adapter {
  /**
   * Identifies the vendor account that the quotas apply to, such as an app key. Connections with the same
   * text share their quotas. Not a secret.
   */
  readonly vendorAccountId: string;
  readonly plans: PlanTable;
  /** Those of the provider that the settings leave; absent: all of them. */
  readonly capabilities?: Capabilities;
  /** The names do not depend on the settings. */
  readonly quotas: readonly Quota[];
  /** Operations that read before they write; they hold the target's lock, so they run one at a time. */
  readonly lockedOperations: readonly OperationName[];
  /**
   * Writes that may be merged while they wait, with the most keys of one merged call. `same-keys`: only
   * writes to exactly the same keys may be merged, because the vendor charges a token for each key.
   */
  readonly mergeLimits: Readonly<Partial<Record<OperationName, number | 'same-keys'>>>;
  /** Limits of all entries of a message or channel together; absent: none. */
  readonly placeLimits?: PlaceLimits;
  /**
   * Whether one vendor call can set keys and delete others: then waiting sets and deletes of one target are
   * merged with each other, and the plans of sets delete the keys in `SetCall.deletes`.
   */
  readonly mergesDeletes?: boolean;
  /**
   * Whether a write has an effect besides its entries, such as a notification of each change, that would be
   * lost in a merged call. Absent: no write has.
   */
  isNeverMerged?(operation: Operation): boolean;
  /**
   * Judges a write of unknown outcome whose keys and values a read has found as asked. `not applied`: other
   * parts of the entries, such as an owner, differ. `undecided`: the write asks for something that no read
   * shows, such as a notification. Absent: the write was applied.
   */
  judgeReadBack?(operation: Operation, found: readonly Entry[]): ReadBackVerdict;
  /** The headers and bytes of one attempt. */
  sign(request: UpstreamRequest, context: SigningContext): SignedRequest;
  /**
   * @returns the success payload of a reply
   * @throws GatewayError for any other reply, with the code that the vendor's error corresponds to
   */
  readReply(request: UpstreamRequest, reply: UpstreamReply): unknown;
  /** Advice that an explanation of the operation shows, such as options without an effect. */
  warnings(operation: Operation): readonly string[];
}

/** The vendor's advice on reusing a network connection. */
export interface KeepAlive {
  /** Longest idle time, in milliseconds. */
  readonly idleMs: number;
  /** Most requests on one connection; at least 2. */
  readonly maxUses: number;
}

/** The vendor's own hosts. A connection may name others, such as a proxy in between. */
export interface VendorHosts<Settings extends object = object> {
  /** Domains whose hosts belong to the vendor. */
  readonly domains: readonly string[];
  /** The path with which all requests begin, if there is one; a base URL that ends with it would repeat it. */
  readonly apiPath?: string;
  /**
   * @param settings those without faults
   * @returns the reason why this host of the vendor cannot be meant; undefined if it can
   */
  findFault(hostname: string, settings: Partial<Settings>): string | undefined;
}

/** One of several ways to speak to the vendor, which a setting of the connection selects. */
export interface DialectDescription {
  readonly setting: string;
  readonly value: string;
  readonly description: string;
  /** Options and calls that this dialect has no request for; they are refused. */
  readonly unsupported: readonly string[];
}

/** A vendor's code and facts. `Settings` and `Options` are classes; their decorators are the schema. */
export interface Provider<Settings extends object = object, Options extends object = object> {
  readonly name: string;
  readonly title: string;
  readonly settings: new () => Settings;
  /** Options of a request under `options.<name>`; absent: the vendor has none. */
  readonly options?: new () => Options;
  readonly capabilities: Capabilities;
  readonly limits: readonly Limit[];
  /** Absent: the vendor has one dialect. */
  readonly dialects?: readonly DialectDescription[];
  /** Facts of the vendor that the normalized API cannot express, for people. */
  readonly lost: readonly string[];
  /** Markdown that describes the vendor's own codes behind a problem code. */
  readonly problems?: Readonly<Partial<Record<ErrorCode, string>>>;
  readonly keepAlive: KeepAlive;
  readonly hosts?: VendorHosts<Settings>;
  /** Headers whose values an explanation masks; names in lower case. */
  readonly secretHeaders: readonly string[];
  /** Query parameters whose values an explanation masks. */
  readonly secretParameters?: readonly string[];
  readonly sandboxExamples: SandboxExamples;
  createAdapter(settings: Settings): Adapter;
}
