import { GatewayError } from '../core/gateway-error';
import type { Attributes, Span, StepOfTrace } from '../core/trace';

/** A step with a span of its own, where the request is traced. */
export async function traced<T>(
  parent: Span | undefined,
  step: () => StepOfTrace,
  run: (span: Span | undefined) => Promise<T>,
  said: (error?: unknown) => Attributes = () => ({}),
): Promise<T> {
  if (parent === undefined) return run(undefined);
  const span = parent.begin(step());
  try {
    const result = await run(span);
    span.end(said());
    return result;
  } catch (error) {
    span.end(said(error), error instanceof GatewayError ? error.code : 'aborted');
    throw error;
  }
}
