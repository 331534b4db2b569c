import type { Logger } from 'pino';
import type { Parts } from './app.module';
import { compareSettings, ConfigError, type GatewaySettings } from '../config';

/**
 * Goes on with other settings, without a restart and without losing a call; or goes on as before, and
 * tells what is wrong with the file.
 */
export function reconfigure(
  { settings, connections, configStatus }: Parts,
  logger: Logger,
  loaded: GatewaySettings | ConfigError,
): void {
  if (loaded instanceof ConfigError) {
    configStatus.failed(loaded.faults);
    logger.error(
      { faults: loaded.faults },
      'the configuration cannot be used; the one before holds',
    );
    return;
  }
  const before = settings.current;
  const changes = compareSettings(before, loaded);
  settings.current = changes.settings;
  logger.level = changes.settings.log.level;
  connections.apply(changes.settings);
  configStatus.loaded(changes.needRestart);
  logger.info(
    {
      added: namesIn(loaded, before),
      removed: namesIn(before, loaded),
      ...(changes.needRestart.length > 0 && { needRestart: changes.needRestart }),
    },
    'the configuration has been loaded anew',
  );
}

/** Connections of one that the other has not. */
const namesIn = (one: GatewaySettings, other: GatewaySettings): string[] =>
  [...one.connections.keys()].filter((name) => !other.connections.has(name));
