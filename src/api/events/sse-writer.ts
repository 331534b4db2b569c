import type { Response } from 'express';
import { waitForDrain } from '../http/wait-for-drain';

/** Something is written at least as often, so that nobody between takes the connection for dead. */
const BEAT_MS = 15_000;
/** Who takes nothing for so long is gone. */
const PATIENCE_MS = 30_000;
/** How long a reader that was cut off waits before it comes back. */
const RETRY_MS = 2_000;

/** An answer of server-sent events (HTML, section 9.2). */
export class SseWriter {
  private readonly beat: NodeJS.Timeout;

  constructor(private readonly response: Response) {
    response.status(200).type('text/event-stream');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no'); // nginx would hold events back
    response.write(`retry: ${RETRY_MS}\n\n`);
    this.beat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(':\n\n');
    }, BEAT_MS);
  }

  /**
   * Resolves when there is room for more: a slow reader is waited for and holds no memory, and one that
   * takes nothing at all is hung up on.
   * @param data one line
   */
  async write(event: string, data: string, id?: number): Promise<void> {
    const { response } = this;
    const head = id === undefined ? '' : `id: ${id}\n`;
    if (response.destroyed || response.write(`${head}event: ${event}\ndata: ${data}\n\n`)) return;
    const patience = setTimeout(() => response.destroy(), PATIENCE_MS);
    await waitForDrain(response);
    clearTimeout(patience);
  }

  end(): void {
    clearInterval(this.beat);
    if (!this.response.destroyed) this.response.end();
  }
}
