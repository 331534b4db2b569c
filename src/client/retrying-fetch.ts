/** How long a call is repeated. */
export interface RetryLimits {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Milliseconds of waiting between attempts, in total. */
  readonly maxRetryMs: number;
}

/** 409: the first attempt is still running. 429: no quota. 503: the gateway cannot take the call now. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([409, 429, 503]);
const MUTATIONS: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST', 'DELETE']);
const IDEMPOTENCY_KEY = 'Idempotency-Key';
/** The delay without a `Retry-After` header; it doubles with each attempt. */
const INITIAL_DELAY_MS = 250;
/** Each delay is longer by a random part of up to this factor, so that clients do not return together. */
const JITTER = 0.25;

/**
 * Creates a `fetch` that repeats refused and interrupted requests, after the time that `Retry-After` asks
 * for. A mutation without an `Idempotency-Key` gets a random one and keeps it over all attempts, so it is
 * carried out once and may be repeated even when its connection was cut. A 429 to a request with
 * `Prefer: wait=N` is not repeated.
 * @param isRefusal whether a response of a status that may be repeated comes from the gateway
 */
export function retryingFetch(
  send: typeof fetch,
  limits: RetryLimits,
  isRefusal: (response: Response) => boolean = () => true,
): typeof fetch {
  return async (input, init) => {
    const request = withIdempotencyKey(new Request(input, init));
    let remainingMs = limits.maxRetryMs;
    for (let retry = 0; ; retry += 1) {
      const outcome = await attempt(send, request);
      if (outcome instanceof Response && !isRefusal(outcome)) return outcome;
      const delayMs = retryDelayMs(outcome, request, retry);
      if (retry >= limits.retries || delayMs === undefined || delayMs > remainingMs) {
        if (outcome instanceof Response) return outcome;
        throw outcome.cause;
      }
      if (outcome instanceof Response) await outcome.body?.cancel();
      remainingMs -= delayMs;
      await sleep(delayMs, request.signal);
    }
  };
}

/** The attempt ended without a response. */
interface NetworkFailure {
  readonly cause: unknown;
}

const attempt = (send: typeof fetch, request: Request): Promise<Response | NetworkFailure> =>
  send(request.clone()).catch((cause: unknown): NetworkFailure => ({ cause }));

function withIdempotencyKey(request: Request): Request {
  if (MUTATIONS.has(request.method) && !request.headers.has(IDEMPOTENCY_KEY))
    request.headers.set(IDEMPOTENCY_KEY, crypto.randomUUID());
  return request;
}

/** @returns the time until the next attempt, or undefined if there must be none */
function retryDelayMs(
  outcome: Response | NetworkFailure,
  request: Request,
  retry: number,
): number | undefined {
  if (outcome instanceof Response) {
    if (!RETRYABLE_STATUSES.has(outcome.status)) return undefined;
    if (outcome.status === 429 && statesWait(request)) return undefined;
    const seconds = Number(outcome.headers.get('Retry-After') ?? NaN);
    return Number.isFinite(seconds) ? withJitter(seconds * 1_000) : backOffMs(retry);
  }
  const isRepeatable = request.method === 'GET' || request.headers.has(IDEMPOTENCY_KEY);
  return isRepeatable && !request.signal.aborted ? backOffMs(retry) : undefined;
}

/** Whether the caller has said how long the call may wait for quota; a repetition would wait longer. */
const statesWait = ({ headers }: Request): boolean =>
  /(^|,)\s*wait\s*=/i.test(headers.get('Prefer') ?? '');

const withJitter = (milliseconds: number): number => milliseconds * (1 + JITTER * Math.random());

/** The delay before a repetition for which the gateway names none. @param retry counted from 0 */
export const backOffMs = (retry: number): number => withJitter(INITIAL_DELAY_MS * 2 ** retry);

/** @throws the signal's reason */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
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
