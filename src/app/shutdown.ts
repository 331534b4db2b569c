import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Telemetry } from '../telemetry/telemetry';
import type { Services } from './services';

/** The longest wait for calls in progress. */
const DRAIN_TIMEOUT_MS = 20_000;
/** The longest wait for the sockets of the last replies. */
const SOCKET_CLOSE_TIMEOUT_MS = 1_000;

/** The longest time from the end of the drain delay to the end of a shutdown; 2 s of it are slack. */
export const MAX_SHUTDOWN_MS = DRAIN_TIMEOUT_MS + SOCKET_CLOSE_TIMEOUT_MS + 2_000;

/** Everything that a shutdown closes. */
export interface Shutdown {
  readonly services: Services;
  readonly app: INestApplication<Server>;
  /** The server of `/metrics`, if it has a port of its own. */
  readonly metricsServer: { close(): Promise<void> } | undefined;
  readonly telemetry: Telemetry | undefined;
  /** How long the replica accepts calls after it has reported that it is not ready, in milliseconds. */
  readonly drainDelayMs: number;
}

/**
 * Shuts the server down in this order:
 *
 * 1. Readiness fails, and replies ask clients to close their connection. Calls are still accepted for
 *    `drainDelayMs`, until load balancers have noticed.
 * 2. New calls are refused with `shutting-down`, and so are calls that wait for quota or for a lock. Calls
 *    that have begun at the vendor continue. Event streams end.
 * 3. Calls in progress get `DRAIN_TIMEOUT_MS` to finish. Probes are answered meanwhile.
 * 4. The server stops listening. Idle connections close at once, the others when their reply is sent or
 *    after `SOCKET_CLOSE_TIMEOUT_MS`.
 * 5. The application and the metrics server close.
 * 6. Limiters return unused tokens to the ledger; connections to vendors and to Redis close.
 * 7. The last spans and metrics are exported.
 */
export async function shutDown(shutdown: Shutdown): Promise<void> {
  const { services, app, metricsServer, telemetry, drainDelayMs } = shutdown;
  await drain(services, drainDelayMs);
  await stopListening(app.getHttpServer());
  await app.close();
  await metricsServer?.close();
  release(services);
  await telemetry?.close();
}

/** Steps 1 to 3. */
async function drain(
  { lifecycle, accounts, activityRecorder }: Services,
  drainDelayMs: number,
): Promise<void> {
  lifecycle.beginShutdown();
  if (drainDelayMs > 0) await delay(drainDelayMs);
  lifecycle.drain();
  accounts.drain();
  activityRecorder.close(); // an open event stream is a call in progress: waiting for it would take the whole timeout
  await lifecycle.waitUntilIdle(DRAIN_TIMEOUT_MS);
}

/** Step 4. */
async function stopListening(server: Server): Promise<void> {
  const closed = once(server, 'close');
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, SOCKET_CLOSE_TIMEOUT_MS);
  server.close();
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

/** Step 6. */
export function release({ accounts, connections, redis, load }: Services): void {
  accounts.close();
  connections.close();
  redis?.release();
  load.close();
}
