import { GatewayError } from '../core/gateway-error';
import type { Span, SpanOptions } from '../core/trace';
import type { Draw } from '../core/upstream';

/** Waits for quota in a span of its own, where the request is traced and draws tokens. */
export function inQuotaWaitSpan<T>(
  parent: Span | undefined,
  connection: string,
  draws: readonly Draw[],
  wait: () => Promise<T>,
): Promise<T> {
  if (parent === undefined || draws.length === 0) return wait();
  const attributes = {
    'gateway.connection': connection,
    'gateway.quotas': draws.map(({ quota }) => quota),
  };
  return inSpan(parent, { kind: 'wait', name: 'wait for quota', attributes }, wait);
}

/** Waits as a follower in a span that links to the vendor calls that carried the merged call. */
export function inMergedCallSpan<T>(
  parent: Span | undefined,
  connection: string,
  done: Promise<T>,
  callSpans: readonly Span[],
): Promise<T> {
  if (parent === undefined) return done;
  const attributes = { 'gateway.connection': connection };
  const options = { kind: 'wait', name: 'wait for merged call', attributes } as const;
  return inSpan(parent, options, (span) =>
    done.finally(() => {
      for (const callSpan of callSpans) span.addLink(callSpan);
    }),
  );
}

async function inSpan<T>(
  parent: Span,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = parent.startSpan(options);
  try {
    const result = await work(span);
    span.end();
    return result;
  } catch (error) {
    span.end({}, spanErrorOf(error));
    throw error;
  }
}

/** The error of a span: a code of ours, or `aborted` for a disconnect. */
export const spanErrorOf = (error: unknown): string =>
  error instanceof GatewayError ? error.code : 'aborted';
