/**
 * Attributes by OpenTelemetry's conventions: names, numbers and codes, never an id, a key, a value or a
 * secret.
 */
export type SpanAttributes = Readonly<Record<string, string | number | string[]>>;

export interface SpanOptions {
  /** `call`: a request leaves the gateway. `wait`: the gateway waits for something of its own. */
  readonly kind: 'call' | 'wait';
  readonly name: string;
  readonly attributes: SpanAttributes;
}

/** A traced request, or a step of one. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Value of the W3C `traceparent` header for calls that this step makes. */
  readonly traceparent: string;
  startSpan(step: SpanOptions): Span;
  updateName(name: string): void;
  /** Records that another span, possibly of another trace, does the work of this one. */
  addLink(to: Span): void;
  /** @param error the code of the failure; absent: the step succeeded */
  end(attributes?: SpanAttributes, error?: string): void;
}

export interface Tracer {
  /**
   * Starts the span of a request. It joins the trace that the headers name, or starts a new one.
   * @param headers names in lower case
   */
  startRequest(headers: Readonly<Record<string, unknown>>, attributes: SpanAttributes): Span;
  /** Exports the remaining spans, within the exporter's time limit. */
  close(): Promise<void>;
}
