/**
 * Yields the documents of a body of newline-delimited JSON as they arrive. A last line without a line
 * break is dropped. Leaving the loop closes the connection, which the server notices.
 * @throws SyntaxError for a line that is not JSON
 */
export async function* readLines<Line>(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Line, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let partial = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
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
