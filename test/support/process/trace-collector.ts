import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../vendor/listen';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly status?: { readonly code?: number };
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface Traces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly CollectedSpan[] }[];
  }[];
}

interface NumberPoints {
  readonly dataPoints: readonly object[];
  readonly isMonotonic?: boolean;
}

export interface CollectedMetric {
  readonly name: string;
  readonly sum?: NumberPoints;
  readonly gauge?: NumberPoints;
  readonly histogram?: {
    readonly dataPoints: readonly {
      readonly count: number | string;
      readonly bucketCounts: readonly (number | string)[];
      readonly explicitBounds: readonly number[];
    }[];
  };
}

interface MetricsBatch {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly CollectedMetric[] }[];
  }[];
}

/** Starts a server that accepts traces and metrics over OTLP/HTTP and keeps those that are JSON. */
export async function startTraceCollector() {
  const batches: Traces[] = [];
  const metricsBatches: MetricsBatch[] = [];
  const keep = (body: Traces | MetricsBatch): void => {
    if ('resourceSpans' in body) batches.push(body);
    else metricsBatches.push(body);
  };
  const paths = new Set<string>();
  const server = createServer((message, response) => {
    paths.add(`${message.method} ${message.url} ${message.headers['content-type']}`);
    buffer(message).then(
      (body) => {
        if (message.headers['content-type'] === 'application/json')
          keep(JSON.parse(body.toString()) as Traces | MetricsBatch);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      },
      () => response.destroy(),
    );
  });
  return {
    ...(await listen(server)),
    /** `METHOD path content-type` of every request. */
    paths,
    batches,
    /** The metrics of each export. */
    metrics: () =>
      metricsBatches.map(({ resourceMetrics }) =>
        resourceMetrics.flatMap(({ scopeMetrics }) =>
          scopeMetrics.flatMap(({ metrics }) => metrics),
        ),
      ),
    spans: () =>
      batches.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
  };
}
