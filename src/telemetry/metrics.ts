import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import { RegistryProducer } from './registry-producer';
import type { Protocol } from './settings';

/** Exports a registry of prom-client every `OTEL_METRIC_EXPORT_INTERVAL` milliseconds (60,000 without it). */
export function createMetricsExport(protocol: Protocol, resource: Resource) {
  const interval = Number(process.env.OTEL_METRIC_EXPORT_INTERVAL);
  let provider: MeterProvider | undefined;
  return {
    start(registry: Registry): void {
      const reader = new PeriodicExportingMetricReader({
        exporter: protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter(),
        metricProducers: [new RegistryProducer(registry, resource)],
        ...(interval > 0 && {
          exportIntervalMillis: interval,
          exportTimeoutMillis: Math.min(interval, 30_000),
        }),
      });
      provider = new MeterProvider({ resource, readers: [reader] });
    },
    /** Exports the last values. */
    close: async () => provider?.shutdown(),
  };
}
