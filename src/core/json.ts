/** A JSON object with unknown contents. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for what JSON calls an object: neither null nor an array. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the parsed text, or undefined if it is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
