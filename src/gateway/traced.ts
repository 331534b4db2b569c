import { GatewayError } from '../core/gateway-error';
import type { SpanAttributes, Span, SpanOptions } from '../core/trace';

/** A step with a span of its own, where the request is traced. */
export function traced<T>(
  parent: Span | undefined,
  step: () => SpanOptions,
  run: (span: Span | undefined) => Promise<T>,
  said: (error?: unknown) => SpanAttributes = () => ({}),
): Promise<T> {
  return parent === undefined ? run(undefined) : tracedBelow(parent, step, run, said);
}

async function tracedBelow<T>(
  parent: Span,
  step: () => SpanOptions,
  run: (span: Span) => Promise<T>,
  said: (error?: unknown) => SpanAttributes,
): Promise<T> {
  const span = parent.startSpan(step());
  try {
    const result = await run(span);
    span.end(said());
    return result;
  } catch (error) {
    span.end(said(error), error instanceof GatewayError ? error.code : 'aborted');
    throw error;
  }
}
