import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Parts } from './app.module';

/** What calls under way get to end in. */
const GRACE_MS = 20_000;
/** What the sockets of the last answers get to close in. */
const SOCKETS_MS = 1_000;

/** From the first signal on everything is over by then, milliseconds after the delay. */
export const LONGEST_MS = GRACE_MS + SOCKETS_MS + 2_000;

/**
 * Is not ready from now on. So that load balancers notice it first, calls are still taken for `delayMs`
 * milliseconds. Then no more are: those that wait end as `shutting-down`, those that have begun get to
 * end. Probes and late callers are answered all the time.
 */
export async function drain(
  { lifecycle, accounts, activityRecorder }: Parts,
  delayMs: number,
): Promise<void> {
  lifecycle.beginShutdown();
  if (delayMs > 0) await delay(delayMs);
  lifecycle.drain();
  accounts.drain();
  activityRecorder.close(); // who reads along would be waited for
  await lifecycle.waitUntilIdle(GRACE_MS);
}

/** Idle connections are closed at once, those that still carry something a little later. */
export async function stopListening(server: Server): Promise<void> {
  const closed = once(server, 'close');
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, SOCKETS_MS);
  server.close();
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}

/** Tokens, locks and connections go back. */
export function release({ accounts, connections, redis, load }: Parts): void {
  accounts.close();
  connections.close();
  redis?.release();
  load.close();
}
