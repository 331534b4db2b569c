import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { VendorAccount } from '../account/vendor-account';
import { answerControl, CONTROL_PREFIX } from './control-endpoints';
import type { Delivery } from './delivery';
import { deliver, render } from './delivery';
import { handleCall } from './handle-call';
import type { SandboxVendor, WireReply } from '../vendor';

export interface SandboxOptions {
  readonly vendor: SandboxVendor;
  /** Address to listen on; default: 127.0.0.1. */
  readonly host?: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Overrides of the default settings, as for `PUT /_sandbox/settings`. */
  readonly settings?: unknown;
}

export interface RunningSandbox {
  readonly name: string;
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The reply of a control endpoint, such as `PUT` and `settings`, without a network call. */
  control(method: string, name: string, body?: unknown): WireReply;
  /** Stops listening and closes every connection, stalled ones included. */
  close(): Promise<void>;
}

/** Longer than the vendors advise clients to keep a connection idle. */
const IDLE_TIMEOUT_MS = 60_000;

/**
 * Starts a vendor's sandbox on its own port.
 * @throws InvalidControlBody when `settings` are wrong
 * @throws Error when the port cannot be opened
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { vendor, host = '127.0.0.1' } = options;
  const account = new VendorAccount(vendor, options.settings);
  const server = createServer({ keepAliveTimeout: IDLE_TIMEOUT_MS }, (message, response) => {
    const atMs = performance.now();
    serve(account, message, response, atMs).catch((error: unknown) => {
      if (message.destroyed && !message.complete) return; // the client disconnected before its request was complete
      console.error(`${vendor.name} sandbox:`, error);
      response.destroy();
    });
  });
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    account.lateWrites.clear();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const control = (method: string, name: string, body?: unknown): WireReply =>
    answerControl(
      account,
      method,
      `${CONTROL_PREFIX}${name}`,
      Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    );
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return { name: vendor.name, url: `http://${authority}`, host, port, control, close };
}

async function serve(
  account: VendorAccount,
  message: IncomingMessage,
  response: ServerResponse,
  atMs: number,
): Promise<void> {
  const { method = '', url = '' } = message;
  const body = await readBody(message);
  const [rawPath = '', ...query] = url.split('?');
  if (rawPath.startsWith(CONTROL_PREFIX)) {
    const reply = render(answerControl(account, method, rawPath, body));
    deliver(response, { kind: 'whole', reply });
    return;
  }
  const headers = readHeaders(message);
  const unrouted = { method, rawPath, rawQuery: query.join('?'), headers, body };
  const { route, draws, delivery } = handleCall(account, unrouted, atMs);
  const { tokens: quotas, channel } = draws;
  account.arrivals.record({
    atMs: performance.timeOrigin + atMs,
    method,
    route,
    status: statusOf(delivery),
    quotas,
    ...(channel !== undefined && { channel }),
    ...('isThrottled' in delivery && { throttled: delivery.isThrottled }),
  });
  await delayReply(account.settings.latencyMs);
  deliver(response, delivery);
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readHeaders(message: IncomingMessage): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(message.headersDistinct);
  return Object.fromEntries(entries.map(([name, values]) => [name, values?.[0]]));
}

const statusOf = (delivery: Delivery): number | null =>
  'reply' in delivery ? delivery.reply.status : null;

/** Delays the reply only: a write has already been applied, as behind a slow network. */
async function delayReply([shortest, longest]: readonly [number, number]): Promise<void> {
  if (longest > 0) await delay(shortest + Math.random() * (longest - shortest));
}
