import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isNativeError } from 'node:util/types';
import type { GatewaySettings } from '../config';
import { connectRedis } from '../redis';
import { requireRedis } from './require-redis';

/** The outcome of one try. */
export interface CheckedConnection {
  /** The setting that names the address. */
  readonly name: string;
  /** The reason why it cannot be used; undefined if it can. */
  readonly fault: string | undefined;
}

/** Tries Redis, with every command that the gateway needs, and every host of a vendor: DNS, TCP and TLS. */
export function checkConnections({
  redis,
  connections,
}: GatewaySettings): Promise<CheckedConnection[]> {
  const hosts = [...connections.values()].flatMap(({ name, baseUrls, timeouts }) =>
    baseUrls.map((url) => ({ name: `connections.${name} ${url}`, url, timeouts })),
  );
  return Promise.all([
    ...(redis ? [checkRedis(redis.servers).then((fault) => ({ name: 'redis', fault }))] : []),
    ...hosts.map(async ({ name, url, timeouts }) => ({
      name,
      fault: await findHostFault(new URL(url), timeouts.connectMs),
    })),
  ]);
}

async function checkRedis(
  servers: Parameters<typeof connectRedis>[0],
): Promise<string | undefined> {
  const connection = connectRedis(servers);
  try {
    await requireRedis(connection);
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    connection.release();
  }
}

async function findHostFault(
  { protocol, hostname, port }: URL,
  timeoutMs: number,
): Promise<string | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const address = { host, port: Number(port || (isSecure ? 443 : 80)) };
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  try {
    await lookup(host);
  } catch (error) {
    return `its name cannot be resolved (${codeOf(error)})`;
  }
  try {
    await open(connect(address), 'connect', timeoutMs);
  } catch (error) {
    return `no TCP connection (${codeOf(error)})`;
  }
  if (!isSecure) return undefined;
  try {
    await open(connectTls({ ...address, ...servername }), 'secureConnect', timeoutMs);
    return undefined;
  } catch (error) {
    return `the TLS handshake fails (${codeOf(error)})`;
  }
}

async function open(socket: Socket, event: string, timeoutMs: number): Promise<void> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(timeoutMs) });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unexpected error';

function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'unexpected error';
  if (error.name === 'AbortError') return 'timeout';
  return 'code' in error ? String(error.code) : error.message;
}
