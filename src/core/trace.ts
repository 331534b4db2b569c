/** Names, numbers and codes, by OpenTelemetry's conventions; never an id, a key, a value or a secret. */
export type SpanAttributes = Readonly<Record<string, string | number | string[]>>;

export interface SpanOptions {
  /** A call leaves the gateway; a wait does not. */
  readonly kind: 'call' | 'wait';
  readonly name: string;
  readonly attributes: SpanAttributes;
}

/** A request that is being traced, or a step of it. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** As the W3C writes it for whoever is called by this step. */
  readonly traceparent: string;
  startSpan(step: SpanOptions): Span;
  updateName(name: string): void;
  /** What this step is about is done by that one, maybe in another trace. */
  addLink(to: Span): void;
  /** @param error the code of what went wrong */
  end(attributes?: SpanAttributes, error?: string): void;
}

/** Where traces go. */
export interface Tracer {
  /** A request, as part of the trace that its headers (in lower case) name, else of a new one. */
  startRequest(headers: Readonly<Record<string, unknown>>, attributes: SpanAttributes): Span;
  /** What is not told yet is told, if that does not take long. */
  close(): Promise<void>;
}
