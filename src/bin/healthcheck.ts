import { readFileSync } from 'node:fs';
import { get, type ClientRequest } from 'node:http';
import { get as getSecurely } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { load } from 'js-yaml';
import { isRecord } from '../core/json';

const TIMEOUT_MS = 2_000;
/** The gateway in the same container, by address: its certificate names other hosts. */
const TRUST = { rejectUnauthorized: false };

/**
 * Asks the gateway on `PORT`, or on the port of its file, whether it is alive. A gateway that asks clients for
 * certificates is asked on its port of the metrics; without one, its part of a handshake has to do.
 * @throws Error that says why it is not
 */
export async function checkHealth({ PORT, GATEWAY_CONFIG }: NodeJS.ProcessEnv): Promise<void> {
  const { port = 3000, metricsPort, tls } = GATEWAY_CONFIG ? readServer(GATEWAY_CONFIG) : {};
  const address = {
    host: '127.0.0.1',
    port: Number(PORT === undefined || PORT === '' ? port : PORT),
    timeout: TIMEOUT_MS,
  };
  const request = { ...address, path: '/health/live' };
  if (!isRecord(tls)) await replyOf(get(request));
  else if (tls.clientCa === undefined) await replyOf(getSecurely({ ...request, ...TRUST }));
  else if (metricsPort !== undefined) await replyOf(get({ ...request, port: Number(metricsPort) }));
  else await handshake(connect({ ...address, ...TRUST }));
}

async function replyOf(request: ClientRequest): Promise<void> {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request.on('response', ({ statusCode }) => {
      resolve(statusCode);
    });
    endAtTimeout(request, reject);
  });
  request.destroy();
  if (status !== 200) throw new Error(`status ${status}`);
}

async function handshake(socket: TLSSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    endAtTimeout(socket, reject);
  });
  socket.destroy();
}

function endAtTimeout(probe: ClientRequest | TLSSocket, reject: (error: Error) => void): void {
  probe.on('timeout', () => probe.destroy(new Error('no reply within 2 s')));
  probe.on('error', reject);
}

function readServer(file: string): Readonly<Record<string, unknown>> {
  const document = load(readFileSync(file, 'utf8'));
  return isRecord(document) && isRecord(document.server) ? document.server : {};
}

/** Health check for images without a shell: exits with 0 if the gateway is alive, else with 1. */
if (require.main === module)
  checkHealth(process.env).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'unexpected error');
    process.exitCode = 1;
  });
