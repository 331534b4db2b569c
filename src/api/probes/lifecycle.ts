import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Slots } from '../../core/slots';

const IDLE_CHECK_INTERVAL_MS = 20;

/**
 * The phases of a replica and its calls under way. A replica serves; after `beginShutdown` it reports that
 * it is not ready but still accepts calls; after `drain` it accepts none.
 */
export class Lifecycle {
  private phase: 'serving' | 'shutting-down' | 'draining' = 'serving';
  private readonly calls = new Slots<ServerResponse>();
  private readonly drainController = new AbortController();

  constructor() {
    setMaxListeners(0, this.drainController.signal); // every batch adds a listener
  }

  /** Load balancers should send no more requests to this replica. */
  get isShuttingDown(): boolean {
    return this.phase !== 'serving';
  }

  /** The replica accepts no more calls. */
  get isDraining(): boolean {
    return this.phase === 'draining';
  }

  /** Aborts when the replica begins to drain. */
  get drainSignal(): AbortSignal {
    return this.drainController.signal;
  }

  get callsUnderWay(): number {
    return this.calls.size;
  }

  /** Whether the reply to a call has begun on this connection. */
  hasBegunReply(socket: Duplex): boolean {
    return [...this.calls].some((call) => call.socket === socket && call.headersSent);
  }

  /** Counts a call as under way until its response is closed. */
  trackCall(response: ServerResponse): void {
    const slot = this.calls.add(response);
    response.on('close', () => {
      this.calls.remove(slot);
    });
  }

  /** Also makes the clients of calls under way use another connection for their next request. */
  beginShutdown(): void {
    this.phase = 'shutting-down';
    for (const response of this.calls) closeAfterResponse(response);
  }

  drain(): void {
    this.phase = 'draining';
    this.drainController.abort();
  }

  /** Resolves when no call is under way, or after `timeoutMs`. */
  async waitUntilIdle(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.calls.size > 0 && performance.now() < deadlineMs)
      await delay(IDLE_CHECK_INTERVAL_MS);
  }
}

/** Makes the client close the connection after this response. No effect once the headers are sent. */
export function closeAfterResponse(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
