import type { Registry } from 'prom-client';
import type { Tracer } from '../core/trace';

/** The export of traces and metrics over OTLP. */
export interface Telemetry {
  readonly tracer?: Tracer;
  /** Exports that have failed since the start. */
  readonly failures: number;
  /** Exports the metrics of this registry periodically, where an endpoint for metrics is set. */
  exportMetrics(registry: Registry): void;
  /** Exports what is left, within 1.5 s; a collector that needs longer may not get it. */
  close(): Promise<void>;
}
