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

const NAME = 'chat-metadata-gateway';
const KINDS = { call: SpanKind.CLIENT, wait: SpanKind.INTERNAL } as const;

/** The SDK's own variables hold: endpoints, headers, timeouts, `OTEL_SERVICE_NAME`, resource attributes. */
export function createTracer(env: Readonly<Record<string, string | undefined>>): Tracer {
  const exporter = new OTLPTraceExporter();
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(env),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer(NAME);
  const propagator = new W3CTraceContextPropagator();
  return {
    startRequest(headers, attributes) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER, attributes }, parent);
      return new TracedStep(tracer, span, parent);
    },
    close: () => provider.shutdown(),
  };
}

/** Every trace, or the share of them that the standard variables name; callers' decisions hold. */
function samplerOf({
  OTEL_TRACES_SAMPLER,
  OTEL_TRACES_SAMPLER_ARG,
}: Parameters<typeof createTracer>[0]) {
  const share = OTEL_TRACES_SAMPLER === 'parentbased_traceidratio';
  return new ParentBasedSampler({
    root: share
      ? new TraceIdRatioBasedSampler(Number(OTEL_TRACES_SAMPLER_ARG ?? 1))
      : new AlwaysOnSampler(),
  });
}

class TracedStep implements Span {
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
    const span = this.tracer.startSpan(name, { kind: KINDS[kind], attributes }, context);
    return new TracedStep(this.tracer, span, context);
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
