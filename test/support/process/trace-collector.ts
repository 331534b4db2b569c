import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
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

/** Starts a server that accepts traces over OTLP/HTTP as JSON and keeps them. */
export async function startTraceCollector() {
  const batches: Traces[] = [];
  const paths = new Set<string>();
  const server = createServer((message, response) => {
    paths.add(`${message.method} ${message.url} ${message.headers['content-type']}`);
    json(message).then(
      (body) => {
        batches.push(body as Traces);
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
    spans: () =>
      batches.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
  };
}
