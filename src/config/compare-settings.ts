import { Secret } from './secret';
import { isRecord, type JsonObject } from '../core/json';
import type {
  ConnectionSettings,
  GatewaySettings,
  RedisSettings,
  ServerSettings,
  ServerTls,
} from './settings';

export interface SettingsChanges {
  /** The settings to apply now. Unchanged sections are the same objects as before. */
  readonly settings: GatewaySettings;
  /** Paths of all changed settings, such as `limits.maxWaiting` and `connections.name.appSecret`. */
  readonly changed: readonly string[];
  /** Paths of changed settings that need a restart; `settings` has their old values. */
  readonly needRestart: readonly string[];
}

const SECTIONS = ['auth', 'egress', 'limits', 'log', 'server'] as const;

/** Settings of `server` that belong to listening sockets or to addresses that clients have been told. */
const LISTENER_SETTINGS = ['host', 'port', 'metricsPort', 'basePath'] as const;

/** TLS begins, ends, and asks for certificates of clients with a restart; its certificates change without one. */
const tlsKind = ({ tls }: ServerSettings): string =>
  tls === undefined ? 'none' : tls.clientCa === undefined ? 'server' : 'mutual';

/** @returns the TLS of a running server after a change that may need a restart: its certificate changes at once */
function tlsInUse(before: ServerSettings, loaded: ServerSettings): ServerTls | undefined {
  if (tlsKind(before) === tlsKind(loaded)) return loaded.tls;
  if (before.tls === undefined || loaded.tls === undefined) return before.tls;
  const { clientCa } = before.tls;
  const { cert, key } = loaded.tls;
  return { cert, key, ...(clientCa !== undefined && { clientCa }) };
}

/** @returns the loaded settings of a server with the listener settings of the running one */
function withListenerSettings(before: ServerSettings, loaded: ServerSettings): ServerSettings {
  const isListener = ([name]: [string, unknown]): boolean =>
    LISTENER_SETTINGS.some((one) => one === name);
  const tls = tlsInUse(before, loaded);
  const entries: [string, unknown][] = [
    ...Object.entries(loaded).filter((entry) => !isListener(entry) && entry[0] !== 'tls'),
    ...Object.entries(before).filter(isListener),
    ...(tls === undefined ? [] : [['tls', tls] satisfies [string, unknown]]),
  ];
  return Object.fromEntries(entries) as unknown as ServerSettings;
}

/** Separates what a running gateway can apply from what needs a restart. */
export function compareSettings(before: GatewaySettings, found: GatewaySettings): SettingsChanges {
  // the name of a replica follows from its port, which it has until a restart
  const { replicaName } = before.server;
  const loaded = { ...found, server: { ...found.server, replicaName } };
  const { redis, ...settings } = loaded;
  const log = { ...before.log, level: loaded.log.level };
  const after: GatewaySettings = {
    ...settings,
    log,
    server: withListenerSettings(before.server, loaded.server),
    ...(before.redis && { redis: { ...before.redis, ...lossSettings(redis ?? before.redis) } }),
  };
  const unchanged = SECTIONS.filter((name) => revealed(before[name]) === revealed(after[name]));
  const changedRedis = changedRedisSettings(before.redis, redis);
  return {
    changed: [
      ...SECTIONS.flatMap((name) => changedFields(name, before[name], loaded[name])),
      ...changedRedis,
      ...changedFields(
        'redis',
        before.redis && lossSettings(before.redis),
        redis && lossSettings(redis),
      ),
      ...changedConnections(before, loaded),
    ],
    settings: { ...after, ...Object.fromEntries(unchanged.map((name) => [name, before[name]])) },
    needRestart: [
      ...LISTENER_SETTINGS.filter((name) => before.server[name] !== loaded.server[name]).map(
        (name) => `server.${name}`,
      ),
      ...(tlsKind(before.server) === tlsKind(loaded.server) ? [] : ['server.tls']),
      ...(before.log.format === loaded.log.format ? [] : ['log.format']),
      ...changedRedis,
    ],
  };
}

function changedConnections(before: GatewaySettings, loaded: GatewaySettings): string[] {
  const names = [...new Set([...before.connections.keys(), ...loaded.connections.keys()])];
  return names.flatMap((name) => {
    const [one, other] = [before, loaded].map(({ connections }) => sourceOf(connections.get(name)));
    return one && other
      ? changedFields(`connections.${name}`, one, other)
      : [`connections.${name}`];
  });
}

function sourceOf(connection: ConnectionSettings | undefined): JsonObject | undefined {
  const source: unknown = connection && JSON.parse(connection.source.reveal());
  return isRecord(source) ? source : undefined;
}

/** The paths in the file of the fields that differ, secrets included. */
function changedFields(path: string, before: object = {}, after: object = {}): string[] {
  const [old, current] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...current.keys()])]
    .filter((name) => revealed(old.get(name)) !== revealed(current.get(name)))
    .map((name) => `${path}.${name}`)
    .map((changed) => (changed === 'auth.issuers' ? 'auth.jwt' : changed));
}

/** The settings of `redis` that a running gateway can apply. */
const lossSettings = ({
  onLoss,
  fallback,
}: RedisSettings): Pick<RedisSettings, 'onLoss' | 'fallback'> => ({ onLoss, fallback });

/** By setting, the part of the settings that a running connection to Redis was opened with. */
const REDIS_PARTS: Readonly<Record<string, (redis: RedisSettings) => unknown>> = {
  'redis.url': ({ url }) => url,
  'redis.sentinels': ({ servers }) => [servers.kind, servers.nodes, servers.sentinels],
  'redis.cluster': ({ servers }) => [servers.kind, servers.nodes],
  'redis.username': ({ servers }) => servers.username,
  'redis.password': ({ servers }) => servers.password,
  'redis.db': ({ servers }) => servers.db,
  'redis.tls': ({ servers }) => servers.tls,
  'redis.required': ({ required }) => required || undefined, // false is the same as no Redis
};

function changedRedisSettings(
  before: RedisSettings | undefined,
  after: RedisSettings | undefined,
): string[] {
  const changed = Object.entries(REDIS_PARTS)
    .filter(([, partOf]) => revealed(before && partOf(before)) !== revealed(after && partOf(after)))
    .map(([name]) => name);
  // the URL has all parts but `required`
  if (changed.includes('redis.url'))
    return changed.filter((name) => name === 'redis.url' || name === 'redis.required');
  // another address is a change of the setting that names it
  const other = after?.servers.kind === 'sentinel' ? 'redis.cluster' : 'redis.sentinels';
  return changed.filter((name) => name !== other);
}

/** A text that is equal for equal settings, secrets included. */
const revealed = (part: unknown): string =>
  JSON.stringify([part], function (this: Record<string, unknown>, name, value: unknown) {
    const raw = this[name];
    return raw instanceof Secret ? raw.reveal() : value;
  });
