import { drawnQuotaKey, drawsByQuota } from '../core/channel-quotas';
import { maskHeader, maskPath } from '../core/mask-secrets';
import type { SigningContext } from '../core/provider';
import type { Draw, SignedRequest, UpstreamRequest } from '../core/upstream';
import type { Limiter } from '../limiter';
import type { Connection } from './connection';
import type { OperationPlan } from './operation-plan';

/** One vendor request as it would be sent; secret values of headers and query parameters are masked. */
export interface Step {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body is not UTF-8, so it is shown as Base64. */
  readonly bodyEncoding?: 'base64';
  readonly draws: readonly Draw[];
  /** Whether this request is sent, and with which content, depends on earlier replies. */
  readonly dependsOnReply?: true;
}

export interface Explanation {
  readonly steps: readonly Step[];
  /** Milliseconds that the operation would wait for quota now; null while a quota has no usable tokens. */
  readonly waitForecastMs: number | null;
  readonly warnings: readonly string[];
}

/**
 * Follows the plans of an operation to their ends with the replies that they presume.
 * @throws GatewayError provider-limit for a request that draws more tokens than its quota has
 */
export function explain(
  connection: Connection,
  plans: readonly OperationPlan[],
  stamp: SigningContext,
  client?: string,
): Explanation {
  const planned = plans.flatMap((plan) => stepsOf(connection, plan, stamp));
  const draws = totalDraws(
    connection,
    planned.flatMap((one) => one.draws),
  );
  const warnings = plans.flatMap(({ operation }) => connection.adapter.warnings(operation));
  return {
    steps: planned.map(({ step }) => step),
    waitForecastMs: forecastWait(connection.limiter, draws, client),
    warnings: [...new Set(warnings)],
  };
}

/** @param client whose share of the quotas counts too */
export function forecastWait(
  limiter: Limiter,
  draws: readonly Draw[],
  client: string | undefined,
): number | null {
  const waitMs = Math.max(0, limiter.forecast(draws, client));
  return Number.isFinite(waitMs) ? waitMs : null;
}

/** A step as it is shown, and its draws with their channels. */
interface PlannedStep {
  readonly step: Step;
  readonly draws: readonly Draw[];
}

function stepsOf(
  connection: Connection,
  plan: OperationPlan,
  stamp: SigningContext,
): PlannedStep[] {
  const steps: PlannedStep[] = [];
  let dependsOnReply = false;
  for (let { request } = plan; request !== undefined; { request } = plan) {
    const { draws } = request;
    connection.limiter.checkDraws(draws);
    const step: Step = {
      ...shownRequest(connection, request, stamp),
      draws: drawsByQuota(draws),
      ...(dependsOnReply && { dependsOnReply }),
    };
    steps.push({ step, draws });
    dependsOnReply ||= request.assumedPayload !== undefined;
    plan.answer(request.assumedPayload ?? {});
  }
  return steps;
}

/** The draws of all steps, each at most the limit: more is never available at once. */
function totalDraws({ limiter }: Connection, draws: readonly Draw[]): Draw[] {
  const limits = new Map(limiter.report().map(({ name, limit }) => [name, limit]));
  const total = new Map<string, Draw>();
  for (const draw of draws) {
    const key = drawnQuotaKey(draw);
    const sum = (total.get(key)?.tokens ?? 0) + draw.tokens;
    const tokens = Math.max(1, Math.min(sum, limits.get(draw.quota) ?? Infinity));
    total.set(key, { ...draw, tokens });
  }
  return [...total.values()];
}

export function shownRequest(
  { adapter, provider, baseUrl }: Connection,
  request: UpstreamRequest,
  stamp: SigningContext,
  accept?: string,
) {
  const { method, path, headers, body } = withAccept(adapter.sign(request, stamp), accept);
  const shownHeaders = Object.entries(headers).map(([name, value]) => [
    name,
    maskHeader(provider, name, value),
  ]);
  return {
    method,
    url: `${baseUrl}${maskPath(provider, path)}`,
    headers: Object.fromEntries(shownHeaders) as Record<string, string>,
    ...(body !== undefined && { body }),
  };
}

/** The media types that a client accepts replace those of the provider. */
export function withAccept(signed: SignedRequest, accept: string | undefined): SignedRequest {
  if (accept === undefined) return signed;
  const others = Object.entries(signed.headers).filter(([name]) => name.toLowerCase() !== 'accept');
  return { ...signed, headers: { ...Object.fromEntries(others), Accept: accept } };
}
