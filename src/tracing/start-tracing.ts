import type { Tracer } from '../core/trace';
import type * as OpenTelemetry from './open-telemetry';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Starts the export of traces over HTTP to the endpoint in `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_ENDPOINT`. Without an endpoint, or with `OTEL_SDK_DISABLED=true`, it returns undefined
 * and does not load OpenTelemetry.
 */
export function startTracing(env: Variables): Tracer | undefined {
  const endpoints = [env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, env.OTEL_EXPORTER_OTLP_ENDPOINT];
  const hasEndpoint = endpoints.some((endpoint) => endpoint !== undefined && endpoint !== '');
  if (!hasEndpoint || env.OTEL_SDK_DISABLED === 'true') return undefined;
  // loaded only when needed, because it lengthens the start
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createTracer } = require('./open-telemetry') as typeof OpenTelemetry;
  return createTracer(env);
}
