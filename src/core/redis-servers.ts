/** A host and a port. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** A text that is shown only on purpose. */
export interface HiddenText {
  reveal(): string;
}

/** Contents in PEM; what is left out is Node's default. */
export interface RedisTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: HiddenText;
  /** The name that the certificate has to carry, if it is not the host that the gateway connects to. */
  readonly serverName?: string;
}

/** The Redis that all replicas share: one server, a Redis Cluster, or a master that sentinels name. */
export interface RedisServers {
  readonly kind: 'single' | 'cluster' | 'sentinel';
  /** The server, some nodes of the cluster, or the sentinels. */
  readonly nodes: readonly RedisNode[];
  /** The sentinels' name of the master, and their password. */
  readonly sentinels?: { readonly name: string; readonly password?: HiddenText };
  readonly username?: string;
  readonly password?: HiddenText;
  readonly db: number;
  /** Also for the connections to sentinels. */
  readonly tls?: RedisTls;
}

/** The parts of a URL. */
export interface RedisUrl extends Pick<RedisServers, 'kind' | 'nodes' | 'username' | 'db' | 'tls'> {
  readonly password?: string;
}

const DEFAULT_PORT = 6379;

const URL_PARTS =
  /^(rediss?):\/\/(?:(?<user>[^]*)@)?(?<host>\[[\d:a-fA-F.]+\]|[^@:/?#[\]\s]+)(?::(?<port>\d{1,5}))?(?:\/(?<db>\d*))?(?:\?(?<query>[^#]*))?$/;

/**
 * Reads `redis://` and `rediss://` URLs: `redis://user:password@host:port/database?cluster=true`. All but the
 * host is optional. Characters of the user and the password may be percent-encoded; the password may also
 * contain `#`, `/`, `?` and `@` as they are.
 * @returns the fault, as a rule that the URL breaks, if it cannot be read
 */
export function parseRedisUrl(url: string): RedisUrl | string {
  const parts = URL_PARTS.exec(url);
  if (!parts?.groups) return 'must be a redis:// or rediss:// URL';
  const { user, host = '', port, db, query } = parts.groups;
  const name = decode(user?.split(':')[0]);
  const password = decode(user?.includes(':') === true ? user.slice(user.indexOf(':') + 1) : '');
  if (name === undefined || password === undefined)
    return 'must write a percent sign of the user or password as %25';
  const isCluster = query === 'cluster=true';
  if (!isCluster && (query ?? '') !== '' && query !== 'cluster=false')
    return 'must have no parameter other than cluster=true';
  if (Number(port ?? 1) > 65_535 || port === '0') return 'must have a port from 1 to 65535';
  return {
    kind: isCluster ? 'cluster' : 'single',
    nodes: [{ host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? DEFAULT_PORT) }],
    ...(name !== '' && { username: name }),
    ...(password !== '' && { password }),
    db: Number(db ?? 0),
    ...(parts[1] === 'rediss' && { tls: {} }),
  };
}

/** @returns undefined for a text with a percent sign that begins no encoded character */
function decode(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads `host` or `host:port`; an IPv6 address is in brackets. */
export function parseRedisNode(text: string, defaultPort = DEFAULT_PORT): RedisNode | undefined {
  const parts = /^(\[[\d:a-fA-F.]+\]|[A-Za-z0-9][\w.-]*)(?::(\d{1,5}))?$/.exec(text);
  const port = Number(parts?.[2] ?? defaultPort);
  if (parts?.[1] === undefined || port < 1 || port > 65_535) return undefined;
  return { host: parts[1].replace(/^\[|\]$/g, ''), port };
}
