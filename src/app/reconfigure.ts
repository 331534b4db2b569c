import type { Logger } from 'pino';
import { compareSettings, ConfigError, type GatewaySettings } from '../config';
import type { Services } from './services';

/**
 * Applies changed settings without a restart and without losing a call. If the configuration is faulty,
 * the current settings stay in use and the faults are logged.
 */
export function reconfigure(
  { settings, connections, configStatus }: Services,
  logger: Logger,
  loaded: GatewaySettings | ConfigError,
): void {
  if (loaded instanceof ConfigError) {
    configStatus.failed(loaded.faults);
    logger.error(
      { event: 'reload-failed', faults: loaded.faults },
      'the changed configuration is faulty; the previous settings stay in use',
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
      event: 'reload',
      changed: changes.changed,
      added: namesOnlyIn(loaded, before),
      removed: namesOnlyIn(before, loaded),
      ...(changes.needRestart.length > 0 && { needRestart: changes.needRestart }),
    },
    'the configuration has been reloaded',
  );
}

/** The names of the connections that `one` has and `other` lacks. */
const namesOnlyIn = (one: GatewaySettings, other: GatewaySettings): string[] =>
  [...one.connections.keys()].filter((name) => !other.connections.has(name));
