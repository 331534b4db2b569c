import type { GatewayClient } from './client';
import { Calls } from './generated';
import { createClient, createConfig } from './generated/client';
import { toError } from './problem-error';
import { retryingFetch, type RetryLimits } from './retrying-fetch';
import { runBatch } from './run-batch';

export interface Settings extends Partial<RetryLimits> {
  /** The gateway's address, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** An API key or a JSON Web Token, or a function that returns the current one. */
  readonly key: string | (() => string | Promise<string>);
  /** Ends every call of this client. */
  readonly signal?: AbortSignal;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

const DEFAULT_LIMITS: RetryLimits = { retries: 3, maxRetryMs: 30_000 };

/**
 * Creates a client of the gateway. Its calls wait and repeat as `Retry-After` asks, and a mutation is
 * carried out once however often it is sent.
 *
 * All calls throw `ProblemError` when the gateway replies with a problem, `UnexpectedReply` when another
 * server replies, and the error of `fetch` when there is no reply.
 */
export function connect(settings: Settings): GatewayClient {
  const { url, key, signal, fetch: send = fetch, ...limits } = settings;
  const client = createClient(
    createConfig({
      baseUrl: url.replace(/\/+$/, ''),
      auth: typeof key === 'string' ? () => key : key,
      fetch: retryingFetch(send, { ...DEFAULT_LIMITS, ...limits }),
      throwOnError: true,
      ...(signal !== undefined && { signal }),
    }),
  );
  client.interceptors.error.use((error, response: Response | undefined) =>
    response === undefined ? error : toError(error, response.status),
  );
  const calls = new Calls({ client });
  const added: Pick<GatewayClient, 'batch' | 'explain'> = {
    batch: (operations, settings) => runBatch(calls, operations, settings),
    explain: createExplain(calls),
  };
  // a second `Calls`, because `added.batch` replaces the method that `runBatch` needs
  return Object.assign(new Calls({ client }), added) as unknown as GatewayClient;
}

type Call = (options: { readonly query?: object }) => Promise<unknown>;

/** Every call with `dryRun=true`. */
function createExplain(calls: Calls): GatewayClient['explain'] {
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
