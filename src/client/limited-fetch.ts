import { NetworkError } from './network-error';
import { anySignal, orAborted } from './signals';

export interface CallLimits {
  /** Ends every call. */
  readonly signal?: AbortSignal;
  /** Milliseconds that a call may take, its repetitions included. Of a stream only its beginning counts. */
  readonly timeoutMs?: number;
}

const STREAMS: readonly string[] = ['application/x-ndjson', 'text/event-stream'];

/**
 * Creates a `fetch` that ends with the request's own signal, with the signal of all calls, or in time.
 * @throws the reason of a signal that has aborted, otherwise `NetworkError`
 */
export function limitedFetch(send: typeof fetch, { signal, timeoutMs }: CallLimits): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const timeout = new AbortController();
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timeout.abort();
          }, timeoutMs);
    const own = anySignal(request.signal, signal);
    const ended = anySignal(own, timeout.signal);
    try {
      return await orAborted(ended, send(new Request(request, { signal: ended })));
    } catch (cause) {
      if (own.aborted) throw own.reason;
      if (timeoutMs !== undefined && timeout.signal.aborted)
        throw NetworkError.ofTimeout(timeoutMs, cause);
      throw NetworkError.ofConnection(cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Creates a `fetch` that reads replies to their end, so that a cut one fails like one that never began. */
export function wholeReplies(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const [type = ''] = (response.headers.get('Content-Type') ?? '').split(';');
    if (response.body === null || STREAMS.includes(type.trim())) return response;
    return new Response(await response.arrayBuffer(), response);
  };
}
