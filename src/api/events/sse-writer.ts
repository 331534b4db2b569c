import type { Response } from 'express';
import { waitForDrain } from '../http/wait-for-drain';

/** Proxies close connections that are silent for longer. */
const KEEP_ALIVE_INTERVAL_MS = 15_000;
/** A reader that takes no bytes for this long is disconnected. */
const WRITE_TIMEOUT_MS = 30_000;
/** The delay before a disconnected reader reconnects. */
const RECONNECT_DELAY_MS = 2_000;

/**
 * Writes a response of server-sent events (HTML Standard, section 9.2). The constructor sends the headers
 * and starts the keep-alive comments; `end` must be called to stop them.
 */
export class SseWriter {
  private readonly keepAlive: NodeJS.Timeout;

  constructor(private readonly response: Response) {
    response.status(200).type('text/event-stream');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no'); // without it nginx delays events
    response.write(`retry: ${RECONNECT_DELAY_MS}\n\n`);
    this.keepAlive = setInterval(() => {
      if (!response.writableNeedDrain) response.write(':\n\n');
    }, KEEP_ALIVE_INTERVAL_MS);
  }

  /**
   * Resolves when there is room for the next event, so that a slow reader causes no unbounded buffering. A
   * reader that takes no bytes for `WRITE_TIMEOUT_MS` is disconnected.
   * @param data one line
   */
  async write(event: string, data: string, id?: number): Promise<void> {
    const { response } = this;
    const idLine = id === undefined ? '' : `id: ${id}\n`;
    if (response.destroyed || response.write(`${idLine}event: ${event}\ndata: ${data}\n\n`)) return;
    const timeout = setTimeout(() => response.destroy(), WRITE_TIMEOUT_MS);
    await waitForDrain(response);
    clearTimeout(timeout);
  }

  end(): void {
    clearInterval(this.keepAlive);
    if (!this.response.destroyed) this.response.end();
  }
}
