import { isDeepStrictEqual } from 'node:util';
import type { GatewaySettings, RedisSettings } from './settings';

export interface SettingsChanges {
  /** The settings to apply now. Unchanged sections are the same objects as before. */
  readonly settings: GatewaySettings;
  /** Paths of changed settings that need a restart; `settings` has their old values. */
  readonly needRestart: readonly string[];
}

const SECTIONS = ['auth', 'limits', 'log', 'server'] as const;

/** Settings of `server` that belong to listening sockets. */
const LISTENER_SETTINGS = ['host', 'port', 'metricsPort'] as const;

/** Separates what a running gateway can apply from what needs a restart. */
export function compareSettings(before: GatewaySettings, loaded: GatewaySettings): SettingsChanges {
  const { redis, ...settings } = loaded;
  const { host, port, metricsPort } = before.server;
  const server = { ...loaded.server, host, port };
  delete (server as { metricsPort?: number }).metricsPort;
  const after: GatewaySettings = {
    ...settings,
    server: { ...server, ...(metricsPort !== undefined && { metricsPort }) },
    ...(before.redis && { redis: { ...before.redis, ...lossSettings(redis ?? before.redis) } }),
  };
  const unchanged = SECTIONS.filter((name) => isDeepStrictEqual(before[name], after[name]));
  return {
    settings: { ...after, ...Object.fromEntries(unchanged.map((name) => [name, before[name]])) },
    needRestart: [
      ...LISTENER_SETTINGS.filter((name) => before.server[name] !== loaded.server[name]).map(
        (name) => `server.${name}`,
      ),
      ...(urlOf(before.redis) === urlOf(redis) ? [] : ['redis.url']),
    ],
  };
}

/** The settings of `redis` that a running gateway can apply. */
const lossSettings = ({
  onLoss,
  fallback,
}: RedisSettings): Pick<RedisSettings, 'onLoss' | 'fallback'> => ({ onLoss, fallback });

const urlOf = (redis: RedisSettings | undefined): string | undefined => redis?.url.reveal();
