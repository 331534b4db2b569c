import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import type { Counter } from '../../../src/core/metadata';
import type { Provider } from '../../../src/core/provider';
import type { Vendor } from '../../support/vendor/sandbox';

export type Resource = 'message' | 'channel';

export interface StoredEntry {
  readonly key: string;
  readonly values: readonly string[];
}

/** The vendor's limit for keys or values, copied from its pages rather than from the provider's code. */
export interface TextLimit {
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
}

export interface ResourceFacts {
  readonly key: TextLimit;
  readonly value: TextLimit;
  /** Characters that a key may have, if the vendor limits them. */
  readonly keyAlphabet?: readonly string[];
  /** Whether keys may neither begin nor end with whitespace. */
  readonly trimsKeys?: boolean;
  /** Whether an entry can have several values. */
  readonly multiValued: boolean;
  /** The vendor adds and removes values; it cannot write all values of a key at once. */
  readonly writesInParts?: boolean;
  /** The most bytes of all entries together, as JSON; `key` and `value` are then lengths that tests use. */
  readonly wholeBytes?: number;
  /** The most keys that one vendor call sets; absent: no limit. */
  readonly perSet?: number;
  /** The most keys that one vendor call deletes; absent: no limit. */
  readonly perDelete?: number;
}

/** Facts about a vendor that its provider does not declare. */
export interface VendorFacts {
  readonly provider: Provider;
  /** Settings of each dialect, by name. */
  readonly dialects: Readonly<Record<string, object>>;
  readonly quotas: readonly string[];
  /** Those that the gateway keeps and the sandbox, in its default settings, does not count. */
  readonly uncountedQuotas: readonly string[];
  readonly resources: Readonly<Record<Resource, ResourceFacts>>;
  /** The entries of a target in the sandbox's state, in its order. */
  storedEntries(state: unknown, resource: Resource, target: ExampleTarget): StoredEntry[];
  counters(state: unknown, target: ExampleTarget): Counter[];
}

/** One dialect of one vendor: a connection of the suite. */
export interface Subject {
  readonly connection: string;
  readonly vendor: Vendor;
  readonly settings: object;
  readonly facts: VendorFacts;
}
