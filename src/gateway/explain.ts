import type { Operation } from '../core/operation';
import type { SigningContext } from '../core/provider';
import type { Draw, SignedRequest, UpstreamRequest } from '../core/upstream';
import type { Connection } from './connection';
import type { Position } from './coalescing/merged-write';

/** One vendor call as it would be sent; secret header values are masked. */
export interface Step {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly draws: readonly Draw[];
  /** Whether and with what this is sent depends on what the vendor answers before. */
  readonly dependsOnReply?: true;
}

export interface Explanation {
  readonly steps: readonly Step[];
  /** How long the call would wait for quota now, in milliseconds. */
  readonly waitForecastMs: number;
  readonly warnings: readonly string[];
}

const MASK = '***';

/** Walks a plan on the replies that it presumes. */
export function explain(
  connection: Connection,
  operation: Operation,
  { plan, step }: Position,
  stamp: SigningContext,
): Explanation {
  const steps: Step[] = [];
  let dependsOnReply = false;
  for (let next = step; next.done !== true;) {
    const request = next.value;
    steps.push({
      ...shownRequest(connection, request, stamp),
      draws: request.draws,
      ...(dependsOnReply && { dependsOnReply }),
    });
    dependsOnReply ||= request.assumedPayload !== undefined;
    next = plan.next(request.assumedPayload ?? {});
  }
  return {
    steps,
    waitForecastMs: Math.max(0, connection.limiter.forecast(allDraws(connection, steps))),
    warnings: connection.adapter.warnings(operation),
  };
}

/** What the steps draw together; of what is more than a quota has at once, that much. */
function allDraws({ limiter }: Connection, steps: readonly Step[]): Draw[] {
  const drawn = steps.flatMap(({ draws }) => draws);
  return limiter.report().flatMap(({ name, limit }) => {
    const own = drawn.filter(({ quota }) => quota === name);
    const tokens = own.reduce((sum, draw) => sum + draw.tokens, 0);
    return tokens === 0 ? [] : [{ quota: name, tokens: Math.max(1, Math.min(tokens, limit)) }];
  });
}

function shownRequest(connection: Connection, request: UpstreamRequest, stamp: SigningContext) {
  const signed: SignedRequest = connection.adapter.sign(request, stamp);
  const { secretHeaders } = connection.provider;
  const headers = Object.entries(signed.headers).map(([name, value]) => [
    name,
    secretHeaders.includes(name.toLowerCase()) ? MASK : value,
  ]);
  return {
    method: signed.method,
    url: `${connection.baseUrl}${signed.path}`,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(signed.body !== undefined && { body: signed.body }),
  };
}
