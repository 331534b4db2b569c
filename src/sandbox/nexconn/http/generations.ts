import type { ChannelEntry, MessageEntry } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';

/** One of the two API generations: how it encodes requests and shapes replies. */
export interface Generation {
  readonly name: 'v4' | 'legacy';
  readonly contentType: string;
  /** `code` of a success. */
  readonly success: number;
  /** The body's fields as sent; undefined when it cannot be read. */
  parse(body: Buffer): ReadonlyMap<string, unknown> | undefined;
  /** A field as text, whole number, structure (object or list) or repeated text; undefined when it is not. */
  text(raw: unknown): string | undefined;
  number(raw: unknown): number | undefined;
  structure(raw: unknown): unknown;
  repeated(raw: unknown): unknown;
  /** Payload of a read of message metadata. */
  messageEntries(
    entries: readonly (readonly [string, MessageEntry])[],
    unknowns: NexconnUnknowns,
  ): object;
  /** Payload of a read of open-channel metadata. */
  channelEntries(
    entries: readonly (readonly [string, ChannelEntry])[],
    unknowns: NexconnUnknowns,
  ): object;
}
