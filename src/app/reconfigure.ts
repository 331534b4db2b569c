import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { changeCertificates } from '../api/http/plain-or-tls-server';
import { limitTimes } from '../api/pipeline/socket-limits';
import { compareSettings, ConfigError, errorName, type GatewaySettings } from '../config';
import type { Services } from './services';

/** The parts of a running gateway that have settings which change without a restart. */
export interface Configurable {
  readonly services: Services;
  readonly app: NestExpressApplication;
  readonly logger: Logger;
}

/**
 * Applies changed settings without a restart and without losing a call. If the configuration is faulty or cannot
 * be applied, the current settings stay in use and the faults are logged. Never throws.
 */
export function reconfigure(gateway: Configurable, loaded: GatewaySettings | ConfigError): void {
  if (loaded instanceof ConfigError) {
    reportFailure(gateway, loaded.faults, 'the changed configuration is faulty');
    return;
  }
  const { settings, configStatus } = gateway.services;
  const before = settings.current;
  const changes = compareSettings(before, loaded);
  try {
    applySettings(gateway, before, changes.settings);
  } catch (error) {
    restore(gateway, changes.settings, before);
    const fault = `unexpected error while applying the configuration (${errorName(error)})`;
    reportFailure(gateway, [fault], 'the changed configuration cannot be applied', framesOf(error));
    return;
  }
  configStatus.loaded(changes.needRestart);
  gateway.logger.info(
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

function applySettings(
  { services: { settings, connections }, app, logger }: Configurable,
  before: GatewaySettings,
  after: GatewaySettings,
): void {
  const { server } = after;
  const http: Server = app.getHttpServer();
  app.set('trust proxy', server.trustProxy);
  if (server.tls !== undefined && server.tls !== before.server.tls)
    changeCertificates(http, server.tls);
  limitTimes(http, server);
  connections.apply(after);
  logger.level = after.log.level;
  settings.current = after;
}

/** Takes back the settings that were applied before one of them failed. */
function restore(gateway: Configurable, failed: GatewaySettings, before: GatewaySettings): void {
  try {
    applySettings(gateway, failed, before);
  } catch {
    // the failure that is reported has the same cause
  }
}

function reportFailure(
  { services: { configStatus }, logger }: Configurable,
  faults: readonly string[],
  reason: string,
  frames?: readonly string[],
): void {
  configStatus.failed(faults);
  logger.error(
    { event: 'reload-failed', faults, ...(frames && { frames }) },
    `${reason}; the previous settings stay in use`,
  );
}

/** The places of the stack. The message is left out, because it may repeat a secret of the configuration. */
const framesOf = (error: unknown): readonly string[] =>
  (error instanceof Error ? error.stack : undefined)?.match(/(?<=^ +)at .*$/gm) ?? [];

/** The names of the connections that `one` has and `other` lacks. */
const namesOnlyIn = (one: GatewaySettings, other: GatewaySettings): string[] =>
  [...one.connections.keys()].filter((name) => !other.connections.has(name));
