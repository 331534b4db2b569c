import { parseJson } from '../../../src/core/json';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as received. */
  readonly text: string;
  /** The parsed JSON body; undefined if the body is not JSON. */
  readonly body: unknown;
}

export interface CallOptions {
  /** Serialized to JSON; a string is sent unchanged. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends one request to the gateway. `path` is percent-encoded and starts with a slash. */
export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

/** Creates a function that calls the gateway at `url` with this API key. */
export const createCall =
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
