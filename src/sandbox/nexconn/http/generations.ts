import { isObject, parseJson } from '../../kit/json';
import type { ChannelEntry, MessageEntry } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';

/** One of the two API generations: the encoding of its requests and the format of its replies. */
export interface Generation {
  readonly name: 'v4' | 'legacy';
  readonly contentType: string;
  /** The `code` of a successful reply. */
  readonly success: number;
  /** The fields of a body as sent; undefined if it cannot be parsed. */
  parse(body: Buffer): ReadonlyMap<string, unknown> | undefined;
  /** A field as text; undefined if it is not text. */
  text(raw: unknown): string | undefined;
  /** A field as an integer; undefined if it is not one. */
  number(raw: unknown): number | undefined;
  /** A field that holds an object or a list. */
  structure(raw: unknown): unknown;
  /** A list that a form sends as a repeated field. */
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

/** Nexconn: requests and replies are JSON; payloads are in `result.metadata`. */
export const v4: Generation = {
  name: 'v4',
  contentType: 'application/json',
  success: 0,
  parse: (body) => {
    const value = parseJson(body);
    return isObject(value) ? new Map(Object.entries(value)) : undefined;
  },
  text: (raw) => (typeof raw === 'string' ? raw : undefined),
  number: (raw) => (Number.isSafeInteger(raw) ? Number(raw) : undefined),
  structure: (raw) => raw,
  repeated: (raw) => raw,
  messageEntries: (entries, unknowns) =>
    inResult(
      unknowns.listPayload === 'object'
        ? Object.fromEntries(entries)
        : entries.map(([key, { value, updatedAt }]) => ({ key, value, updatedAt })),
      unknowns,
    ),
  channelEntries: (entries, unknowns) =>
    inResult(
      entries.map(([key, { value, owner, autoDelete, updatedAt }]) => ({
        key,
        value,
        [unknowns.ownerField]: owner,
        shouldAutoDelete: Number(autoDelete),
        updatedAt,
      })),
      unknowns,
    ),
};

const isEmpty = (metadata: object): boolean => Object.keys(metadata).length === 0;

/** The payload of a v4 read. `result` and `result.metadata` are optional in the vendor's own SDK. */
function inResult(metadata: object, { emptyRead }: NexconnUnknowns): object {
  if (!isEmpty(metadata) || emptyRead === 'full') return { result: { metadata } };
  if (emptyRead === 'null') return { result: null };
  return emptyRead === 'without-list' ? { result: {} } : {};
}

/** The payload of a legacy read, which has one optional part. */
function inPart(name: string, entries: object, { emptyRead }: NexconnUnknowns): object {
  if (!isEmpty(entries) || emptyRead === 'full') return { [name]: entries };
  return emptyRead === 'null' ? { [name]: null } : {};
}

const firstValue = (raw: unknown): string | undefined => {
  const value: unknown = Array.isArray(raw) ? raw[0] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/**
 * RongCloud: requests are forms, with nested values as JSON text; replies are JSON. Open-channel queries
 * answer `autoDelete` and `lastSetTime` as strings, message queries answer `ts` as a number.
 */
export const legacy: Generation = {
  name: 'legacy',
  contentType: 'application/x-www-form-urlencoded',
  success: 200,
  parse: (body) => {
    const form = new URLSearchParams(body.toString('utf8'));
    return new Map([...form.keys()].map((name) => [name, form.getAll(name)]));
  },
  text: firstValue,
  number: (raw) => {
    const digits = firstValue(raw) ?? '';
    return /^\d+$/.test(digits) ? Number(digits) : undefined;
  },
  structure: (raw) => parseJson(firstValue(raw) ?? ''),
  repeated: (raw) => raw,
  messageEntries: (entries, unknowns) =>
    inPart(
      'extraContent',
      Object.fromEntries(
        entries.map(([key, { value, updatedAt }]) => [key, { v: value, ts: updatedAt }]),
      ),
      unknowns,
    ),
  channelEntries: (entries, unknowns) =>
    inPart(
      'keys',
      entries.map(([key, { value, owner, autoDelete, updatedAt }]) => ({
        key,
        value,
        userId: owner,
        autoDelete: autoDelete ? '1' : '0',
        lastSetTime: String(updatedAt),
      })),
      unknowns,
    ),
};
