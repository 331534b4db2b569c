/** The way from the gateway to the vendors. */
export interface Egress {
  /** Address of an HTTP proxy, with its credentials if it needs any. */
  readonly proxy?: string;
  /** Hosts that are reached directly: `host`, `host:port`, or `.domain` for a domain with its hosts. */
  readonly noProxy: readonly string[];
  /** Certificates in PEM that are trusted besides those of Node.js. */
  readonly ca?: string;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @returns the proxy for calls to this address; undefined if they go there directly, as those to loopback do */
export function proxyFor(url: URL, { proxy, noProxy }: Egress): string | undefined {
  const { hostname, host } = url;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const isDirect = noProxy.some((entry) => {
    const name = entry.toLowerCase().replace(/^\*(?=\.)/, '');
    if (name === '*') return true;
    if (name.startsWith('.')) return hostname === name.slice(1) || hostname.endsWith(name);
    return name === hostname || name === host || name === `${hostname}:${port}`;
  });
  return isDirect || LOOPBACK.test(hostname) ? undefined : proxy;
}
