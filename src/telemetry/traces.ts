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
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { Resource } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { SpanAttributes, Span, SpanOptions, Tracer } from '../core/trace';
import { SERVICE_NAME, type Protocol, type TelemetrySettings } from './settings';

const SPAN_KINDS = { call: SpanKind.CLIENT, wait: SpanKind.INTERNAL } as const;

interface TraceSettings extends Pick<TelemetrySettings, 'sampler' | 'samplingRatio'> {
  readonly protocol: Protocol;
  readonly resource: Resource;
}

/** Creates a tracer; its exporter reads endpoint, headers, timeout and certificates from the environment. */
export function createTracer({ protocol, resource, ...sampling }: TraceSettings): Tracer {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  const provider = new TracerProvider({
    resource,
    sampler: createSampler(sampling),
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

/** The `parentbased_` samplers follow the decision of a caller's trace. */
function createSampler({
  sampler,
  samplingRatio,
}: Omit<TraceSettings, 'protocol' | 'resource'>): Sampler {
  const roots: Readonly<Record<string, () => Sampler>> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(samplingRatio),
  };
  const root = roots[sampler.replace('parentbased_', '')]?.() ?? new AlwaysOnSampler();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
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
