import type { GatewayClient, Reply } from './client';
import { Calls } from './generated';
import { createClient, createConfig } from './generated/client';
import { checkKey, checkUrl } from './check-settings';
import { headerValues } from './header-value';
import { checkSegment } from './invalid-argument';
import { limitedFetch, wholeReplies, type CallLimits } from './limited-fetch';
import { toError, UnexpectedReply } from './problem-error';
import { retryingFetch, type RetryLimits } from './retrying-fetch';
import { runBatch } from './run-batch';
import { createVendorCall, mayBeProblem } from './vendor-call';
import { createWithLease } from './with-lease';

export interface Settings extends Partial<RetryLimits>, CallLimits {
  /** The gateway's address, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** An API key or a JSON Web Token, or a function that returns the current one. */
  readonly key: string | (() => string | Promise<string>);
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

const DEFAULT_RETRIES: RetryLimits = { retries: 3, maxRetryMs: 30_000 };

/**
 * Creates a client of the gateway. Its calls wait and repeat as `Retry-After` asks, and a mutation is
 * carried out once however often it is sent.
 *
 * All calls throw `ProblemError` when the gateway replies with a problem, `NotModified` when it replies 304 to
 * a read with `If-None-Match`, `UnexpectedReply` when another server replies, `NetworkError` when there is no
 * whole reply, `InvalidArgument` for values that no request can carry, and the reason of a signal that has aborted.
 *
 * @throws InvalidArgument for a `url` or `key` of which no request can be made
 */
export function connect(settings: Settings): GatewayClient {
  const { url, key, signal, timeoutMs, fetch: send = fetch, ...others } = settings;
  const retryLimits = { ...DEFAULT_RETRIES, ...others };
  const timeLimit = { ...(timeoutMs !== undefined && { timeoutMs }) };
  const callLimits = { ...timeLimit, ...(signal !== undefined && { signal }) };
  const baseUrl = checkUrl(url).replace(/\/+$/, '');
  const checked = typeof key === 'string' ? checkKey(key) : key;
  const readKey = async () => (typeof checked === 'string' ? checked : checkKey(await checked()));
  const sendWhole = wholeReplies(send);
  const sendWithRetries = retryingFetch(sendWhole, retryLimits);
  const openCalls = (limits: CallLimits, query?: object): Calls =>
    createCalls(
      createGeneratedCalls(baseUrl, readKey, limitedFetch(sendWithRetries, limits)),
      query,
    );
  const calls = openCalls(callLimits);
  const batch: GatewayClient['batch'] = (operations, settings = {}) =>
    runBatch(calls, operations, settings, { ...callLimits, ...retryLimits });
  const withLease = createWithLease(calls, openCalls(timeLimit));
  const sendToVendor = retryingFetch(sendWhole, retryLimits, mayBeProblem);
  const vendor = createVendorCall(baseUrl, readKey, limitedFetch(sendToVendor, callLimits));
  const explain = openCalls(callLimits, { dryRun: 'true' });
  return { ...(calls as object), batch, explain, withLease, vendor } as unknown as GatewayClient;
}

/** The generated calls; every failure is one of the errors that `connect` names. */
function createGeneratedCalls(
  baseUrl: string,
  auth: () => string | Promise<string>,
  send: typeof fetch,
): Calls {
  const client = createClient(
    createConfig({ baseUrl, auth, fetch: send, throwOnError: true, requestValidator: checkPath }),
  );
  client.interceptors.response.use(refusePage);
  client.interceptors.error.use((error, response: Response | undefined) =>
    response === undefined ? error : toError(error, response.status),
  );
  return new Calls({ client });
}

/** @throws InvalidArgument if a part of the path would not reach the gateway as it is */
function checkPath(request: unknown): Promise<void> {
  const { url, path = {} } = request as {
    readonly url: string;
    readonly path?: Readonly<Record<string, unknown>>;
  };
  for (const [, name = ''] of url.matchAll(/{(\w+)}/g)) checkSegment(`path.${name}`, path[name]);
  return Promise.resolve();
}

/** @throws UnexpectedReply for a success that is a page, such as that of a proxy */
function refusePage(response: Response): Response {
  if (response.ok && response.headers.get('Content-Type')?.startsWith('text/html') === true)
    throw new UnexpectedReply(response.status, 'the reply is a page for people');
  return response;
}

type Call = (options?: {
  readonly query?: object;
  readonly headers?: object;
}) => Promise<Reply<unknown>>;

/** Every call with this query added, with headers of any characters, and with the entity tag in its reply. */
function createCalls(calls: Calls, query?: object): Calls {
  const names = Object.getOwnPropertyNames(Calls.prototype).filter(
    (name) => name !== 'constructor' && name !== 'events' && !name.startsWith('vendor'),
  );
  const byName = calls as unknown as Readonly<Record<string, Call>>;
  const create = (name: string): [string, Call] => [
    name,
    async (options = {}) => {
      const call = byName[name];
      if (call === undefined) throw new TypeError(name);
      const { headers } = options;
      const reply = await call.call(calls, {
        ...options,
        ...(query !== undefined && { query: { ...options.query, ...query } }),
        ...(headers !== undefined && { headers: headerValues(headers) }),
      });
      const etag = (reply.response as Response | undefined)?.headers.get('ETag') ?? undefined;
      return { ...reply, ...(etag !== undefined && { etag }) };
    },
  ];
  return Object.fromEntries(names.map(create)) as unknown as Calls;
}
