import type { ExplanationReply } from './generated';
import { headerValues } from './header-value';
import { checkSegment, InvalidArgument } from './invalid-argument';
import { toError } from './problem-error';

export type VendorMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The parts of a vendor's request besides its method and path. */
export interface VendorRequest {
  /** Appended to the query that `path` may have. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** `Content-Type` and `Accept` reach the vendor; the gateway reads the others, such as `Prefer`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent byte for byte; a text as UTF-8. */
  readonly body?: string | Uint8Array | ArrayBuffer | URLSearchParams;
  /** The `Idempotency-Key`. Default: a random one for each call that is no GET. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** Makes calls of the vendor that the configuration lists in `vendorRoutes`. */
export interface VendorCall {
  /** Returns the request that the vendor would get. Nothing is sent and no quota is used. */
  (
    connection: string,
    method: VendorMethod,
    path: string,
    request: VendorRequest & { readonly dryRun: true },
  ): Promise<ExplanationReply>;
  /**
   * Sends a request of the vendor's own API; the gateway signs it and waits for quota.
   * @param path percent-encoded, with a slash at its beginning
   * @returns the vendor's reply as it is, whatever its status
   * @throws ProblemError for a reply of the gateway itself, InvalidArgument for a path that a URL cannot have
   */
  (
    connection: string,
    method: VendorMethod,
    path: string,
    request?: VendorRequest & { readonly dryRun?: false },
  ): Promise<Response>;
}

const PROBLEM = 'application/problem+json';

/** Whether the gateway may have replied itself, not the vendor: a vendor's 429 or 503 is not repeated. */
export const mayBeProblem = ({ headers }: Response): boolean =>
  headers.get('Content-Type')?.startsWith(PROBLEM) === true;

/** @param readKey returns the credentials of the client */
export function createVendorCall(
  baseUrl: string,
  readKey: () => string | Promise<string>,
  send: typeof fetch,
): VendorCall {
  const call = async (
    connection: string,
    method: VendorMethod,
    path: string,
    request: VendorRequest & { readonly dryRun?: boolean } = {},
  ): Promise<Response | ExplanationReply> => {
    const { query = {}, headers, body, key, signal, dryRun = false } = request;
    checkSegment('connection', connection);
    const prefix = `${baseUrl}/v1/connections/${encodeURIComponent(connection)}/vendor`;
    const url = toUrl(prefix, withQuery(path, query));
    const all = new Headers(
      headerValues({ ...headers, ...(key !== undefined && { 'Idempotency-Key': key }) }),
    );
    all.set('Authorization', `Bearer ${await readKey()}`);
    if (dryRun) all.append('Prefer', 'dry-run');
    // as bytes: fetch would add a media type to a text
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const response = await send(url, {
      method,
      headers: all,
      ...(bytes !== undefined && { body: bytes as Uint8Array<ArrayBuffer> }),
      ...(signal !== undefined && { signal }),
    });
    await throwProblem(response);
    return dryRun ? ((await response.json()) as ExplanationReply) : response;
  };
  return call as VendorCall;
}

/** @throws ProblemError if this is a problem document of the gateway */
async function throwProblem(response: Response): Promise<void> {
  if (!mayBeProblem(response)) return;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const error = toError(body, response.status);
  if (error.name === 'ProblemError') throw error;
}

function withQuery(path: string, query: NonNullable<VendorRequest['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  if (pairs.length === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

/** @throws InvalidArgument if a URL would not carry the path as it is, such as one with `..` */
function toUrl(prefix: string, path: string): string {
  const url = new URL(prefix + path, 'http://gateway');
  const expected = new URL(prefix, url).pathname + path;
  if (!path.startsWith('/') || url.pathname + url.search !== expected || url.hash !== '')
    throw new InvalidArgument(
      `the path ${JSON.stringify(path)} must begin with a slash, be percent-encoded and have no ".." segment`,
    );
  return prefix + path;
}
