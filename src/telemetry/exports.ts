import { setTimeout as delay } from 'node:timers/promises';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { createMetricsExport } from './metrics';
import { SERVICE_NAME, type TelemetrySettings } from './settings';
import type { Telemetry } from './telemetry';
import { createTracer } from './traces';

/** A part of the slack at the end of a shutdown, so that a collector that hangs does not lengthen it. */
const CLOSE_TIMEOUT_MS = 1_500;

/** Creates the exports of the signals that have a protocol. */
export function createTelemetry(
  { protocols, ...sampling }: TelemetrySettings,
  version: string,
  onFailure: (error: Error) => void,
): Telemetry {
  let failures = 0;
  const fail = (failure: unknown): void => {
    failures += 1;
    onFailure(asError(failure));
  };
  setGlobalErrorHandler(fail);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': SERVICE_NAME, 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const tracer =
    protocols.traces && createTracer({ protocol: protocols.traces, resource, ...sampling });
  const metrics = protocols.metrics && createMetricsExport(protocols.metrics, resource);
  return {
    ...(tracer && { tracer }),
    get failures() {
      return failures;
    },
    exportMetrics(registry) {
      metrics?.start(registry);
    },
    async close() {
      const closing = Promise.allSettled([tracer?.close(), metrics?.close()]);
      const closed = await Promise.race([
        closing,
        delay(CLOSE_TIMEOUT_MS, undefined, { ref: false }),
      ]);
      if (closed === undefined)
        fail(new Error('The collector did not accept the last spans and metrics in time.'));
      for (const result of closed ?? []) if (result.status === 'rejected') fail(result.reason);
    },
  };
}

/** OpenTelemetry reports some errors as JSON text or as objects that resemble errors. */
function asError(failure: unknown): Error {
  if (failure instanceof Error) return failure;
  if (typeof failure === 'string') return new Error(failure);
  const message = (failure as { readonly message?: unknown } | undefined)?.message;
  return new Error(typeof message === 'string' ? message : 'unknown cause');
}
