import type { Registry } from 'prom-client';
import type { Tracer } from '../core/trace';

/** The export of traces and metrics over OTLP. */
export interface Telemetry {
  readonly tracer?: Tracer;
  /** Exports that have failed since the start. */
  readonly failures: number;
  /** Exports the metrics of this registry periodically, where an endpoint for metrics is set. */
  exportMetrics(registry: Registry): void;
  /** Exports what is left, within the time limits of the exporters. */
  close(): Promise<void>;
}
