import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../../src/sandbox/nexconn';
import { replyFaults } from './surface';

/** A valid signature for a fixed nonce and timestamp; some SDKs reuse theirs, too. */
const SIGNED = {
  'App-Key': 'sandbox-app-key',
  Nonce: '14314',
  Timestamp: '1585127132438',
  Signature: '160a337590ce0aa5b9a256284cb76f047d3a4641',
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface NexconnClient {
  readonly sandbox: RunningSandbox;
  /** A JSON call. */
  v4(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A form call; a list becomes a repeated field. */
  legacy(path: string, form: Record<string, string | readonly string[]>): Promise<Answer>;
  /** A POST with these headers only. */
  post(path: string, headers: Record<string, string>, body: string): Promise<Answer>;
  /** Sets undocumented behaviours. */
  unknowns(values: object): Promise<void>;
  settings(values: object): Promise<void>;
  faults(...faults: object[]): Promise<void>;
  state(): Promise<{
    messages: Record<string, StoredTarget>;
    openChannels: Record<string, StoredTarget>;
  }>;
  arrivals(): Promise<readonly { status: number; quotas: Record<string, number> }[]>;
}

export interface StoredTarget {
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}

/**
 * Starts a sandbox and returns a client that signs its calls. Every reply is checked against
 * `openapi/nexconn.yaml`, unless `described` is false, for settings that depart from it.
 */
export async function startClient({ described = true } = {}): Promise<NexconnClient> {
  const sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}${path}`, { ...init, method });
    const { status, headers } = response;
    const body: unknown = await response.json();
    if (described && !path.startsWith('/_sandbox/')) {
      expect(replyFaults(path, status, body)).toEqual([]);
    }
    return { status, headers, body };
  };
  const put = async (name: string, body: object): Promise<void> => {
    await control('PUT', name, body);
  };
  const control = async (method: string, name: string, body?: unknown): Promise<unknown> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await send(method, `/_sandbox/${name}`, init);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    sandbox,
    v4: (path, body, headers = {}) =>
      send('POST', path, {
        headers: { ...SIGNED, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    legacy: (path, form) =>
      send('POST', path, {
        headers: { ...SIGNED, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(
          Object.entries(form).flatMap(([name, value]) =>
            [value].flat().map((one) => [name, one] as [string, string]),
          ),
        ).toString(),
      }),
    post: (path, headers, body) => send('POST', path, { headers, body }),
    unknowns: (values) => put('settings', { unknowns: values }),
    settings: (values) => put('settings', values),
    faults: (...faults) => put('faults', faults),
    state: () => control('GET', 'state') as ReturnType<NexconnClient['state']>,
    arrivals: async () => {
      const { arrivals } = (await control('GET', 'arrivals')) as {
        arrivals: { status: number; quotas: Record<string, number> }[];
      };
      return arrivals;
    },
  };
}

/** `count` pairs with distinct keys. */
export const pairs = (count: number, prefix = 'k'): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'v']));
