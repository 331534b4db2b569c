import type { Tracer } from '../core/trace';
import type * as OpenTelemetry from './open-telemetry';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Traces for the endpoint that `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`
 * names, over HTTP. Without one, or with `OTEL_SDK_DISABLED=true`, there are none, and nothing of
 * OpenTelemetry is even loaded.
 */
export function startTracing(env: Variables): Tracer | undefined {
  const endpoints = [env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, env.OTEL_EXPORTER_OTLP_ENDPOINT];
  const isWanted = endpoints.some((endpoint) => endpoint !== undefined && endpoint !== '');
  if (!isWanted || env.OTEL_SDK_DISABLED === 'true') return undefined;
  // an import would cost every start what only a traced one needs
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createTracer } = require('./open-telemetry') as typeof OpenTelemetry;
  return createTracer(env);
}
