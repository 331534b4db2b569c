/**
 * The documents of a body of newline-delimited JSON as they come in. Leaving the loop closes the
 * connection, which the other side sees.
 */
export async function* readLines<Line>(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Line, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let begun = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const [first = '', ...others] = decoder.decode(value, { stream: true }).split('\n');
      begun += first;
      for (const other of others) {
        yield JSON.parse(begun) as Line;
        begun = other;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
