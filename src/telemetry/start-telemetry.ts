import type * as Exports from './exports';
import { readTelemetrySettings, type Variables } from './settings';
import type { Telemetry } from './telemetry';

/**
 * Starts the export of traces and metrics over OTLP/HTTP where the standard variables name an endpoint.
 * Without one it returns undefined and does not load OpenTelemetry.
 * @param version of the gateway, an attribute of everything that is exported
 * @param onFailure called with the cause of each export that failed
 * @throws ConfigError for variables with a value that the gateway does not know
 */
export function startTelemetry(
  env: Variables,
  version: string,
  onFailure: (error: Error) => void,
): Telemetry | undefined {
  const settings = readTelemetrySettings(env);
  if (settings.protocols.traces === undefined && settings.protocols.metrics === undefined)
    return undefined;
  // loaded only when needed, because it lengthens the start
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createTelemetry } = require('./exports') as typeof Exports;
  return createTelemetry(settings, version, onFailure);
}
