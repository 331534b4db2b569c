import { isDeepStrictEqual } from 'node:util';
import type { GatewaySettings, RedisSettings } from './settings';

/** What differs between the settings in use and those that have been loaded. */
export interface SettingsChanges {
  /** What is in use from now on. What is the same is the same object as before. */
  readonly settings: GatewaySettings;
  /** Settings by their place in the file that keep their old value until the process starts anew. */
  readonly needRestart: readonly string[];
}

const SECTIONS = ['auth', 'limits', 'log', 'server'] as const;
/** Sockets that are listening already. */
const LISTENERS = ['host', 'port', 'metricsPort'] as const;

export function compareSettings(before: GatewaySettings, loaded: GatewaySettings): SettingsChanges {
  const { redis, ...settings } = loaded;
  const { host, port, metricsPort } = before.server;
  const server = { ...loaded.server, host, port };
  delete (server as { metricsPort?: number }).metricsPort;
  const after: GatewaySettings = {
    ...settings,
    server: { ...server, ...(metricsPort !== undefined && { metricsPort }) },
    ...(before.redis && { redis: { ...before.redis, onLoss: (redis ?? before.redis).onLoss } }),
  };
  const kept = SECTIONS.filter((name) => isDeepStrictEqual(before[name], after[name]));
  return {
    settings: { ...after, ...Object.fromEntries(kept.map((name) => [name, before[name]])) },
    needRestart: [
      ...LISTENERS.filter((name) => before.server[name] !== loaded.server[name]).map(
        (name) => `server.${name}`,
      ),
      ...(addressOf(before.redis) === addressOf(redis) ? [] : ['redis.url']),
    ],
  };
}

const addressOf = (redis: RedisSettings | undefined): string | undefined => redis?.url.reveal();
