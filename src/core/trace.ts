/** Names, numbers and codes, by OpenTelemetry's conventions; never an id, a key, a value or a secret. */
export type Attributes = Readonly<Record<string, string | number | string[]>>;

export interface SpanOptions {
  /** A call leaves the gateway; a wait does not. */
  readonly kind: 'call' | 'wait';
  readonly name: string;
  readonly attributes: Attributes;
}

/** A request that is being traced, or a step of it. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** As the W3C writes it for whoever is called by this step. */
  readonly traceparent: string;
  begin(step: SpanOptions): Span;
  name(name: string): void;
  /** What this step is about is done by that one, maybe in another trace. */
  link(to: Span): void;
  /** @param error the code of what went wrong */
  end(attributes?: Attributes, error?: string): void;
}

/** Where traces go. */
export interface Tracer {
  /** A request, as part of the trace that its headers (in lower case) name, else of a new one. */
  begin(headers: Readonly<Record<string, unknown>>, attributes: Attributes): Span;
  /** What is not told yet is told, if that does not take long. */
  close(): Promise<void>;
}
