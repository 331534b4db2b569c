import { parseJson } from '../../../src/core/json';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As sent. */
  readonly text: string;
  /** Parsed where it is JSON, else undefined. */
  readonly body: unknown;
}

export interface Sending {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** `path` is percent-encoded and starts with a slash. */
export type Call = (method: string, path: string, sending?: Sending) => Promise<Answer>;

/** Calls with this API key. */
export const caller =
  (url: string, key: string): Call =>
  async (method, path, { body, headers = {}, signal } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parseJson(text) };
  };
