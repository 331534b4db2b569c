import type { Entry, Target } from '../../../core/metadata';
import type { WireRequest } from '../requests';

/** A write to a message on behalf of an actor. */
export interface MessageWrite {
  readonly target: Target;
  readonly actor: string;
  /** Whether the actor's own client is notified; undefined: as the vendor does by default. */
  readonly echo: boolean | undefined;
}

/** The requests for metadata of direct, group and community messages, and the list of entries in a reply. */
export interface MessageDialect {
  /** @param assumedKeys keys of the reply that an explanation assumes */
  list(target: Target, page: number, assumedKeys: readonly string[]): WireRequest;
  /** @throws GatewayError upstream-malformed */
  readList(payload: unknown): Entry[];
  set(write: MessageWrite, entries: readonly Entry[]): WireRequest;
  delete(write: MessageWrite, keys: readonly string[]): WireRequest;
}

/** A write to an open channel. The actor owns the entries that it sets. */
export interface OpenChannelWrite {
  readonly channelId: string;
  readonly actor: string;
}

export interface OpenChannelSet extends OpenChannelWrite {
  /** Whether the entries go when their owner leaves; undefined: as the vendor does by default. */
  readonly autoDelete: boolean | undefined;
}

/**
 * The requests for metadata of open channels that differ between the profiles. Requests for one entry are
 * forms in all of them: see `single-entry.ts`.
 */
export interface OpenChannelDialect {
  /** Whether a set of one entry goes to the endpoint for one entry. Otherwise it is a batch of one. */
  readonly setsOneEntryAlone: boolean;
  /** @param keys undefined: all entries */
  get(
    channelId: string,
    keys: readonly string[] | undefined,
    assumedKeys: readonly string[],
  ): WireRequest;
  /** @throws GatewayError upstream-malformed */
  readList(payload: unknown): Entry[];
  setBatch(write: OpenChannelSet, entries: readonly Entry[]): WireRequest;
  removeBatch(write: OpenChannelWrite, keys: readonly string[]): WireRequest;
}

/** The requests and replies of one profile. */
export interface Dialect {
  /** For people. */
  readonly description: string;
  readonly messages: MessageDialect;
  readonly openChannels: OpenChannelDialect;
}
