import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls a sandbox of `notesVendor`. The password is sent on every path; control endpoints ignore it. */
export async function call(
  sandbox: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { password: 'open' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  const parsed: unknown = json ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed };
}
