import { NetworkError } from './network-error';
import { orAborted } from './signals';

/**
 * Yields the documents of a body of newline-delimited JSON as they arrive. A last line without a line
 * break is dropped. Leaving the loop closes the connection, which the server notices.
 * @throws SyntaxError for a line that is not JSON
 * @throws NetworkError if the connection is cut, and the reason of the signal when it aborts
 */
export async function* readLines<Line>(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Line, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let partial = '';
  try {
    for (;;) {
      const reading = reader.read().catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : NetworkError.ofConnection(cause);
      });
      const { done, value } = await orAborted(signal, reading);
      if (done) return;
      const [first = '', ...others] = decoder.decode(value, { stream: true }).split('\n');
      partial += first;
      for (const other of others) {
        yield JSON.parse(partial) as Line;
        partial = other;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
