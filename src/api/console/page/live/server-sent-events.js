/**
 * Parses a stream of server-sent events (HTML Standard, section 9.2). The browser's `EventSource` cannot
 * send an API key.
 * @param {AsyncIterable<Uint8Array>} bytes
 * @yields {{event: string, data: string, id: string, retryMs?: number}}
 */
export async function* readEvents(bytes) {
  const decoder = new TextDecoder(); // removes a leading byte order mark
  const parser = new EventParser();
  let text = '';
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true });
    const pending = text.endsWith('\r') ? 1 : 0; // possibly the first half of a CR LF
    const lines = text.slice(0, text.length - pending).split(/\r\n|\n|\r/);
    text = lines.pop() + text.slice(text.length - pending);
    for (const line of lines) {
      const event = line === '' ? parser.finish() : parser.add(line);
      if (event !== undefined) yield event;
    }
  }
}

/** Collects the lines of one event. The id stays for later events without one. */
class EventParser {
  id = '';
  name = '';
  data = [];
  retryMs = undefined;

  add(line) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'data') this.data.push(value);
    if (field === 'event') this.name = value;
    if (field === 'id' && !value.includes('\0')) this.id = value;
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  /** Returns the event, or undefined for lines without data, and starts the next one. */
  finish() {
    const { id, name, data, retryMs } = this;
    this.name = '';
    this.data = [];
    if (data.length === 0) return undefined;
    return { event: name || 'message', data: data.join('\n'), id, retryMs };
  }
}
