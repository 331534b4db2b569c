import type { GatewayClient } from './client';
import { createClient, createConfig } from './generated/client';
import { Calls } from './generated';
import { persistentFetch, type Patience } from './persistent-fetch';
import { errorOf } from './problem-error';
import { runBatch } from './run-batch';

export interface Settings extends Partial<Patience> {
  /** Of the gateway, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** An API key or a JSON Web Token; a function where it changes. */
  readonly key: string | (() => string | Promise<string>);
  /** Ends every call. */
  readonly signal?: AbortSignal;
  /** Instead of the global one. */
  readonly fetch?: typeof fetch;
}

/** Tries and milliseconds where the settings do not say. */
const PATIENCE: Patience = { retries: 3, maxRetryMs: 30_000 };

/**
 * A client of the gateway. Its calls wait as `Retry-After` says, are carried out once however often they
 * are sent, and throw a `ProblemError` where the gateway says no.
 */
export function connect(settings: Settings): GatewayClient {
  const { url, key, signal, fetch: send = fetch, ...patience } = settings;
  const client = createClient(
    createConfig({
      baseUrl: url.replace(/\/+$/, ''),
      auth: typeof key === 'string' ? () => key : key,
      fetch: persistentFetch(send, { ...PATIENCE, ...patience }),
      throwOnError: true,
      ...(signal !== undefined && { signal }),
    }),
  );
  client.interceptors.error.use((error, response: Response | undefined) =>
    response === undefined ? error : errorOf(error, response.status),
  );
  const calls = new Calls({ client });
  const added: Pick<GatewayClient, 'batch' | 'explain'> = {
    batch: (operations, settings) => runBatch(calls, operations, settings),
    explain: explanationsOf(calls),
  };
  return Object.assign(new Calls({ client }), added) as unknown as GatewayClient;
}

type Call = (options: { readonly query?: object }) => Promise<unknown>;

/** Every call, as a dry run. */
function explanationsOf(calls: Calls): GatewayClient['explain'] {
  const names = Object.getOwnPropertyNames(Calls.prototype).filter(
    (name) => name !== 'constructor',
  );
  const byName = calls as unknown as Readonly<Record<string, Call>>;
  const explain = (name: string): [string, Call | undefined] => [
    name,
    (options) => {
      const query = { ...options.query, dryRun: 'true' };
      return byName[name]?.({ ...options, query }) ?? Promise.reject(new TypeError(name));
    },
  ];
  return Object.fromEntries(names.map(explain)) as unknown as GatewayClient['explain'];
}
