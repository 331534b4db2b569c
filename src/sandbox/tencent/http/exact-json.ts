import { randomUUID } from 'node:crypto';
import { JsonText, parseJson } from '../../kit/json';

/** Marks integers while they pass through JSON functions as texts; no text of a caller contains it. */
const MARK = randomUUID();
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const isUnsafeInteger = (token: string): boolean =>
  /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));

/** Parses JSON; integers beyond 2^53 − 1 become bigints. Returns undefined if the bytes are not JSON in UTF-8. */
export function parseExactly(bytes: Buffer): unknown {
  const parsed = parseJson(bytes);
  const text = bytes.toString();
  if (parsed === undefined || !/\d{16}/.test(text)) return parsed;
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    isUnsafeInteger(token) ? `"${MARK}${token}"` : token,
  );
  return JSON.parse(marked, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}

/** JSON in which bigints are numbers. */
export const toExactJson = (value: unknown): JsonText =>
  new JsonText(
    JSON.stringify(value, (_name, part: unknown) =>
      typeof part === 'bigint' ? `${MARK}${part}` : part,
    ).replace(MARKED, '$1'),
  );
