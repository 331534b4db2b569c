import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import type { Counter } from '../../../src/core/metadata';
import type { Provider } from '../../../src/core/provider';
import type { Vendor } from '../../support/vendor/sandbox';

export type Resource = 'message' | 'channel';

export interface Held {
  readonly key: string;
  readonly values: readonly string[];
}

/** What texts of one kind a place takes: the numbers of the vendor's pages, stated apart from the code. */
export interface TextLimit {
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
}

export interface ResourceFacts {
  readonly key: TextLimit;
  readonly value: TextLimit;
  /** Some characters of keys, where the vendor has an alphabet. */
  readonly keyAlphabet?: readonly string[];
  /** An entry holds a list of values. */
  readonly multiValued: boolean;
  /** Keys that one vendor call sets, and deletes; absent: any number. */
  readonly perSet?: number;
  readonly perDelete?: number;
}

/** What the conformance suite knows of a vendor that its declarations do not say. */
export interface VendorFacts {
  readonly provider: Provider;
  /** Settings of each dialect, by name. */
  readonly dialects: Readonly<Record<string, object>>;
  readonly quotas: readonly string[];
  readonly resources: Readonly<Record<Resource, ResourceFacts>>;
  /** What the sandbox holds at a place, in its order. */
  held(state: unknown, resource: Resource, place: ExampleTarget): Held[];
  counters(state: unknown, place: ExampleTarget): Counter[];
}

/** One dialect of one vendor: a connection of the suite. */
export interface Subject {
  readonly connection: string;
  readonly vendor: Vendor;
  readonly settings: object;
  readonly facts: VendorFacts;
}
