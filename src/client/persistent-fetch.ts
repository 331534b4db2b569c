/** How long a call is tried for. */
export interface Patience {
  /** Tries after the first one. */
  readonly retries: number;
  /** Milliseconds that may be spent between tries, all in all. */
  readonly maxRetryMs: number;
}

/** Refused before anything was done: by a quota, by a gateway that cannot now, by the first try running. */
const PASSING: ReadonlySet<number> = new Set([409, 429, 503]);
const MUTATIONS: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST', 'DELETE']);
const KEY = 'Idempotency-Key';
/** Where nothing says how long to wait, in milliseconds; doubled with each try. */
const FIRST_MS = 250;
/** How much longer than told one waits at most, so that not all come back at once. */
const JITTER = 0.25;

/**
 * A `fetch` that waits as long as `Retry-After` says and tries again. A mutation gets an idempotency key
 * of its own unless it has one, and keeps it over all tries, so that a cut connection is no reason to stop.
 */
export function persistentFetch(send: typeof fetch, patience: Patience): typeof fetch {
  return async (input, init) => {
    const request = keyed(new Request(input, init));
    let leftMs = patience.maxRetryMs;
    for (let retry = 0; ; retry += 1) {
      const outcome = await attempt(send, request);
      const waitMs = waitOf(outcome, request, retry);
      if (retry >= patience.retries || waitMs === undefined || waitMs > leftMs) {
        if (outcome instanceof Response) return outcome;
        throw outcome.cause;
      }
      if (outcome instanceof Response) await outcome.body?.cancel();
      leftMs -= waitMs;
      await pause(waitMs, request.signal);
    }
  };
}

/** No answer came. */
interface Cut {
  readonly cause: unknown;
}

const attempt = (send: typeof fetch, request: Request): Promise<Response | Cut> =>
  send(request.clone()).catch((cause: unknown): Cut => ({ cause }));

function keyed(request: Request): Request {
  if (MUTATIONS.has(request.method) && !request.headers.has(KEY))
    request.headers.set(KEY, crypto.randomUUID());
  return request;
}

/** Milliseconds before the next try; undefined where there should be none. */
function waitOf(outcome: Response | Cut, request: Request, retry: number): number | undefined {
  const stretch = 1 + JITTER * Math.random();
  const backOffMs = FIRST_MS * 2 ** retry * stretch;
  if (outcome instanceof Response) {
    if (!PASSING.has(outcome.status)) return undefined;
    const seconds = Number(outcome.headers.get('Retry-After') ?? NaN);
    return Number.isFinite(seconds) ? seconds * 1_000 * stretch : backOffMs;
  }
  const isRepeatable = request.method === 'GET' || request.headers.has(KEY);
  return isRepeatable && !request.signal.aborted ? backOffMs : undefined;
}

/** @throws the signal's reason */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
