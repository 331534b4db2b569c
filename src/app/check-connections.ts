import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { isNativeError } from 'node:util/types';
import type { EgressSettings, GatewaySettings } from '../config';
import { connectRedis } from '../redis';
import { proxyFor } from '../transport';
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
  egress,
}: GatewaySettings): Promise<CheckedConnection[]> {
  const hosts = [...connections.values()].flatMap(({ name, baseUrls, timeouts }) =>
    baseUrls.map((url) => ({ name: `connections.${name} ${url}`, url, timeouts })),
  );
  return Promise.all([
    ...(redis ? [checkRedis(redis.servers).then((fault) => ({ name: 'redis', fault }))] : []),
    ...hosts.map(async ({ name, url, timeouts }) => ({
      name,
      fault: await findHostFault(new URL(url), egress, timeouts.connectMs),
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
  url: URL,
  { proxy: secret, noProxy, ca }: EgressSettings,
  timeoutMs: number,
): Promise<string | undefined> {
  const { protocol, hostname, port } = url;
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const address = { host, port: Number(port || (isSecure ? 443 : 80)) };
  const proxy = secret && proxyFor(url, { proxy: secret.reveal(), noProxy });
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  let socket: Socket;
  if (proxy === undefined) {
    try {
      await lookup(host);
    } catch (error) {
      return `its name cannot be resolved (${codeOf(error)})`;
    }
    try {
      socket = connect(address);
      await opened(socket, 'connect', timeoutMs);
    } catch (error) {
      return `no TCP connection (${codeOf(error)})`;
    }
  } else {
    try {
      socket = await openTunnel(new URL(proxy), `${hostname}:${address.port}`, timeoutMs);
    } catch (error) {
      return `no connection through egress.proxy (${codeOf(error)})`;
    }
  }
  try {
    const trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    if (isSecure)
      await opened(connectTls({ socket, ...servername, ...trusted }), 'secureConnect', timeoutMs);
    return undefined;
  } catch (error) {
    return `the TLS handshake fails (${codeOf(error)})`;
  } finally {
    socket.destroy();
  }
}

/** Closes the socket at a failure. */
async function opened(socket: Socket, event: string, timeoutMs: number): Promise<void> {
  socket.on('error', () => undefined);
  try {
    await once(socket, event, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** @param target `host:port` */
async function openTunnel(proxy: URL, target: string, timeoutMs: number): Promise<Socket> {
  const { username, password } = proxy;
  const credentials = [username, password].map((text) => decodeURIComponent(text)).join(':');
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const send = proxy.protocol === 'https:' ? requestSecurely : request;
  const tunnel = send({
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    ...(proxy.port !== '' && { port: proxy.port }),
    path: target,
    agent: false,
    headers: { Host: target, ...(username !== '' && { 'Proxy-Authorization': authorization }) },
  });
  tunnel.on('error', () => undefined).end();
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const [reply, socket] = (await once(tunnel, 'connect', { signal })) as [
      IncomingMessage,
      Socket,
    ];
    if (reply.statusCode === 200) return socket;
    socket.destroy();
    throw new Error(`status ${reply.statusCode}`);
  } catch (error) {
    tunnel.destroy();
    throw error;
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unexpected error';

function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'unexpected error';
  if (error.name === 'AbortError') return 'timeout';
  return 'code' in error ? String(error.code) : error.message;
}
