import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  defaultTextMapGetter,
  trace,
  type Context,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SpanAttributes, Span, SpanOptions, Tracer } from '../core/trace';

const SERVICE_NAME = 'chat-metadata-gateway';
const SPAN_KINDS = { call: SpanKind.CLIENT, wait: SpanKind.INTERNAL } as const;

/** Creates a tracer that honours the SDK's variables: endpoints, headers, timeouts, `OTEL_SERVICE_NAME`, attributes. */
export function createTracer(env: Readonly<Record<string, string | undefined>>): Tracer {
  const exporter = new OTLPTraceExporter();
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': SERVICE_NAME }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: createSampler(env),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer(SERVICE_NAME);
  const propagator = new W3CTraceContextPropagator();
  return {
    startRequest(headers, attributes) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER, attributes }, parent);
      return new OpenTelemetrySpan(tracer, span, parent);
    },
    close: () => provider.shutdown(),
  };
}

/** Samples all new traces, or the share in the standard variables; follows the decision of a caller's trace. */
function createSampler({
  OTEL_TRACES_SAMPLER,
  OTEL_TRACES_SAMPLER_ARG,
}: Parameters<typeof createTracer>[0]) {
  const hasRatio = OTEL_TRACES_SAMPLER === 'parentbased_traceidratio';
  return new ParentBasedSampler({
    root: hasRatio
      ? new TraceIdRatioBasedSampler(Number(OTEL_TRACES_SAMPLER_ARG ?? 1))
      : new AlwaysOnSampler(),
  });
}

class OpenTelemetrySpan implements Span {
  constructor(
    private readonly tracer: OtelTracer,
    private readonly span: OtelSpan,
    private readonly parent: Context,
  ) {}

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  startSpan({ kind, name, attributes }: SpanOptions): Span {
    const context = trace.setSpan(this.parent, this.span);
    const span = this.tracer.startSpan(name, { kind: SPAN_KINDS[kind], attributes }, context);
    return new OpenTelemetrySpan(this.tracer, span, context);
  }

  updateName(name: string): void {
    this.span.updateName(name);
  }

  addLink({ traceparent }: Span): void {
    const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
    this.span.addLink({ context: { traceId, spanId, traceFlags: Number.parseInt(flags, 16) } });
  }

  end(attributes: SpanAttributes = {}, error?: string): void {
    this.span.setAttributes(attributes);
    if (error !== undefined)
      this.span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}
