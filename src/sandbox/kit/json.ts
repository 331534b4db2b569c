const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses JSON. Returns undefined if the bytes are not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === 'string' ? bytes : utf8.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Whether the value is a JSON object, as opposed to an array, a scalar or null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON as text, for values that JSON.stringify cannot write. */
export class JsonText {
  constructor(readonly text: string) {}
}
