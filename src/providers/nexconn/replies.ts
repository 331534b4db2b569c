import { isRecord, type JsonObject } from '../../core/json';
import type { Entry } from '../../core/metadata';
import { malformedReply } from '../../core/vendor-reply';

/** In an explanation, stands for the keys that the vendor would return. */
export const PLACEHOLDER_KEY = '<every key>';

/**
 * The entries of a v4 reply: a list of `{key, value, updatedAt}` ("Get message metadata"), or the object
 * `{key: {value, updatedAt}}` that older pages describe. Entries of open channels also have
 * `metadataOwnerId` (older: `userId`) and `shouldAutoDelete`.
 * @throws GatewayError upstream-malformed
 */
export function readEntries(payload: unknown): Entry[] {
  const result = optionalPart(payload, 'result', isRecord);
  const metadata = optionalPart(result, 'metadata', isListOrRecord);
  return Array.isArray(metadata)
    ? metadata.map((row) => readRow(keyOf(row), row, V4_FIELDS))
    : Object.entries(metadata ?? {}).map(([key, row]) => readRow(key, row, V4_FIELDS));
}

/**
 * The entries of `/chatroom/entry/query.json`: a list of `{key, value, userId, autoDelete, lastSetTime}`,
 * all of them texts.
 * @throws GatewayError upstream-malformed
 */
export function readChatroomEntries(payload: unknown): Entry[] {
  const rows = optionalPart(payload, 'keys', Array.isArray) ?? [];
  return rows.map((row: unknown) => readRow(keyOf(row), row, CHATROOM_FIELDS));
}

/**
 * The entries of the `query.json` endpoints of messages: the object `{key: {v, ts}}`.
 * @throws GatewayError upstream-malformed
 */
export function readExpansion(payload: unknown): Entry[] {
  const entries = optionalPart(payload, 'extraContent', isRecord) ?? {};
  return Object.entries(entries).map(([key, row]) => readRow(key, row, EXPANSION_FIELDS));
}

const isListOrRecord = (value: unknown): value is JsonObject | unknown[] =>
  Array.isArray(value) || isRecord(value);

/**
 * A part of a reply that the vendor may leave out or set to null if it has nothing to say.
 * @throws GatewayError upstream-malformed if it is of the wrong type
 */
function optionalPart<T>(
  parent: unknown,
  name: string,
  isExpected: (value: unknown) => value is T,
): T | undefined {
  const part = isRecord(parent) ? (parent[name] ?? undefined) : undefined;
  if (part === undefined || isExpected(part)) return part;
  throw malformedReply('Nexconn', `entries or nothing under "${name}"`);
}

/** The names of an entry's parts in one kind of reply. */
interface FieldNames {
  readonly value: string;
  readonly updatedAt: string;
  /** The first that has a text is the owner. */
  readonly ownerId: readonly string[];
  readonly autoDelete?: string;
}

const V4_FIELDS: FieldNames = {
  value: 'value',
  updatedAt: 'updatedAt',
  ownerId: ['metadataOwnerId', 'userId'],
  autoDelete: 'shouldAutoDelete',
};
const CHATROOM_FIELDS: FieldNames = {
  value: 'value',
  updatedAt: 'lastSetTime',
  ownerId: ['userId'],
  autoDelete: 'autoDelete',
};
const EXPANSION_FIELDS: FieldNames = { value: 'v', updatedAt: 'ts', ownerId: [] };

const keyOf = (row: unknown): unknown => (isRecord(row) ? row.key : undefined);

/** Parts other than key and value are ignored if they are not as documented: the entry is of use without. */
function readRow(key: unknown, row: unknown, names: FieldNames): Entry {
  const value = isRecord(row) ? row[names.value] : undefined;
  if (!isRecord(row) || typeof key !== 'string' || typeof value !== 'string')
    throw malformedReply('Nexconn', 'a key with its value');
  const ownerId = names.ownerId.map((name) => row[name]).find(isText);
  const autoDelete = names.autoDelete === undefined ? undefined : readFlag(row[names.autoDelete]);
  return {
    key,
    values: [value],
    updatedAt: readTime(row[names.updatedAt]),
    ...(ownerId !== undefined && { ownerId }),
    ...(autoDelete !== undefined && { autoDelete }),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** `0` or `1`, as a number or as text; undefined for anything else. */
function readFlag(value: unknown): boolean | undefined {
  if (value === 1 || value === '1') return true;
  return value === 0 || value === '0' ? false : undefined;
}

/** The latest time that a JavaScript `Date` can hold. */
const MAX_DATE_MS = 8.64e15;

/** Unix milliseconds, as a number or as text; undefined for anything else. */
function readTime(value: unknown): number | undefined {
  const isNumeric = typeof value === 'number' || (isText(value) && /^\d+$/.test(value));
  const milliseconds = isNumeric ? Number(value) : NaN;
  const isDate = Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= MAX_DATE_MS;
  return isDate ? milliseconds : undefined;
}
