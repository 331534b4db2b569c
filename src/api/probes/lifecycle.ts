import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** How often it is looked whether the calls under way have ended. */
const LOOK_MS = 20;

/** Whether this replica still takes calls, and which are under way. */
export class Lifecycle {
  private state: 'serving' | 'leaving' | 'draining' = 'serving';
  private readonly calls = new Set<ServerResponse>();
  private readonly drained = new AbortController();

  constructor() {
    setMaxListeners(0, this.drained.signal); // every batch listens
  }

  /** Load balancers should send nothing more here. */
  get isShuttingDown(): boolean {
    return this.state !== 'serving';
  }

  /** Nothing more is taken. */
  get isDraining(): boolean {
    return this.state === 'draining';
  }

  /** Told when nothing more is taken. */
  get drainSignal(): AbortSignal {
    return this.drained.signal;
  }

  get callsUnderWay(): number {
    return this.calls.size;
  }

  /** Whether an answer has begun on this connection. */
  isAnswering(socket: Duplex): boolean {
    return [...this.calls].some((call) => call.socket === socket && call.headersSent);
  }

  /** A call is under way until its response is closed. */
  trackCall(response: ServerResponse): void {
    this.calls.add(response);
    response.once('close', () => this.calls.delete(response));
  }

  /** Answers from now on ask the caller to use another connection the next time. */
  beginShutdown(): void {
    this.state = 'leaving';
    for (const response of this.calls) closeAfterResponse(response);
  }

  drain(): void {
    this.state = 'draining';
    this.drained.abort();
  }

  /** Resolves when no call is under way, at the latest after so many milliseconds. */
  async waitUntilIdle(withinMs: number): Promise<void> {
    const deadlineMs = performance.now() + withinMs;
    while (this.calls.size > 0 && performance.now() < deadlineMs) await delay(LOOK_MS);
  }
}

/** The last answer on its connection. */
export function closeAfterResponse(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
