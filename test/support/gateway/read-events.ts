/** One server-sent event with parsed JSON data. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/** Yields the events of a response as they arrive. Leaving the loop closes the response. */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const { body } = response;
  if (body === null) return;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]),
      );
      const data = fields.get('data');
      if (data !== undefined)
        yield {
          event: fields.get('event') ?? '',
          id: fields.get('id') ?? '',
          data: JSON.parse(data),
        };
    }
  }
}
