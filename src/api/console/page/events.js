/**
 * Server-sent events of an answer (HTML, section 9.2). The browser's own `EventSource` cannot send an
 * API key, so the answer is read here.
 * @param {AsyncIterable<Uint8Array>} bytes
 * @yields {{event: string, data: string, id: string, retryMs?: number}}
 */
export async function* readEvents(bytes) {
  const decoder = new TextDecoder(); // takes a leading BOM away
  const event = new PartialEvent();
  let text = '';
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true });
    const held = text.endsWith('\r') ? 1 : 0; // half of a line's end, perhaps
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
    text = lines.pop() + text.slice(text.length - held);
    for (const line of lines) {
      const whole = line === '' ? event.dispatch() : event.take(line);
      if (whole !== undefined) yield whole;
    }
  }
}

/** An event of which some lines have come. */
class PartialEvent {
  id = '';
  name = '';
  data = [];
  retryMs = undefined;

  take(line) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'data') this.data.push(value);
    if (field === 'event') this.name = value;
    if (field === 'id' && !value.includes('\0')) this.id = value;
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  /** What is without data is no event. */
  dispatch() {
    const { id, name, data, retryMs } = this;
    this.name = '';
    this.data = [];
    if (data.length === 0) return undefined;
    return { event: name || 'message', data: data.join('\n'), id, retryMs };
  }
}
