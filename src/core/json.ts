/** A JSON object with unknown contents. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for what JSON calls an object: neither null nor an array. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Ignores a byte order mark before the text, as RFC 8259 allows.
 * @returns the parsed text, or undefined if it is not JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}
