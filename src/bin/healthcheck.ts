import { readFileSync } from 'node:fs';
import { get, type ClientRequest } from 'node:http';
import { get as getSecurely } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';

const TIMEOUT_MS = 2_000;
/** The gateway in the same container, by address: its certificate names other hosts. */
const TRUST = { rejectUnauthorized: false };

/**
 * Asks the running gateway whether it is alive, at the address that it has written to `GATEWAY_ADDRESS_FILE`: the
 * configuration file may have changed since, and may be faulty.
 * @throws Error that says why it is not
 */
export async function checkHealth({ GATEWAY_ADDRESS_FILE }: NodeJS.ProcessEnv): Promise<void> {
  if (!GATEWAY_ADDRESS_FILE) throw new Error('GATEWAY_ADDRESS_FILE is not set');
  const url = new URL(readFileSync(GATEWAY_ADDRESS_FILE, 'utf8'));
  const options = { ...TRUST, timeout: TIMEOUT_MS };
  if (url.protocol === 'http:') await replyOf(get(url, options));
  else if (url.protocol === 'https:') await replyOf(getSecurely(url, options));
  else {
    // a gateway that asks clients for certificates: its part of a handshake has to do
    const host = url.hostname.replace(/^\[|\]$/g, '');
    await handshake(connect({ ...options, host, port: Number(url.port) }));
  }
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

/** Health check for images without a shell: exits with 0 if the gateway is alive, else with 1. */
if (require.main === module)
  checkHealth(process.env).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'unexpected error');
    process.exitCode = 1;
  });
