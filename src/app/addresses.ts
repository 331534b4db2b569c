import type { AddressInfo } from 'node:net';
import type { ServerSettings } from '../config';

/** @param address that the server listens on */
export const urlOf = (
  { host, tls, basePath = '' }: ServerSettings,
  { port }: AddressInfo,
): string => `${tls ? 'https' : 'http'}://${bracketed(host)}:${port}${basePath}`;

/**
 * The address at which a process on the same machine asks whether the gateway is alive. A gateway that asks clients
 * for certificates is asked on its port of the metrics; without one, `tls:` says that a handshake has to do.
 * @param address that the server listens on
 */
export function livenessUrl(
  { tls, metricsPort }: ServerSettings,
  { address, port }: AddressInfo,
): string {
  const host = bracketed({ '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address);
  if (tls?.clientCa === undefined) return `${tls ? 'https' : 'http'}://${host}:${port}/health/live`;
  return metricsPort === undefined
    ? `tls://${host}:${port}`
    : `http://${host}:${metricsPort}/health/live`;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
