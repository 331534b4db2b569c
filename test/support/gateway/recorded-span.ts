import type { Span, SpanAttributes, SpanOptions } from '../../../src/core/trace';

/** A span that keeps what it was told, and its children. */
export class RecordedSpan implements Span {
  readonly traceId = '0'.repeat(32);
  readonly children: RecordedSpan[] = [];
  readonly links: Span[] = [];
  /** Undefined until the span has ended. */
  result: { readonly attributes: SpanAttributes; readonly error?: string } | undefined;

  constructor(readonly options: SpanOptions = { kind: 'call', name: 'request', attributes: {} }) {}

  get traceparent(): string {
    return `00-${this.traceId}-${this.options.name}-01`;
  }

  startSpan(step: SpanOptions): RecordedSpan {
    const span = new RecordedSpan(step);
    this.children.push(span);
    return span;
  }

  updateName(): void {
    throw new Error('The gateway renames no span.');
  }

  addLink(to: Span): void {
    this.links.push(to);
  }

  end(attributes: SpanAttributes = {}, error?: string): void {
    if (this.result !== undefined) throw new Error('The span has ended already.');
    this.result = { attributes, ...(error !== undefined && { error }) };
  }
}
