import type { VendorAccount } from '../account/vendor-account';
import type { Draws } from '../quotas/buckets';
import type { Delivery } from './delivery';
import { htmlPage, render } from './delivery';
import type { Fault, FaultyCall } from '../account/faults';
import type { MatchedRoute, Segments } from '../router';
import { findRoute, splitPath } from '../router';
import type { QuotaReading, Route, WireReply, WireRequest } from '../vendor';

/** The result of one vendor call. */
export interface HandledCall {
  readonly route: string;
  readonly draws: Draws;
  readonly delivery: Delivery;
}

/** A request whose path has not been matched yet. */
export type UnroutedRequest = Omit<WireRequest, 'params'>;

/**
 * Handles a call in the order that the vendors document: route, authentication, quota, operation. A
 * fault replaces the operation, or follows it.
 * @param atMs time of arrival by the clock of `performance.now()`
 */
export function handleCall(
  account: VendorAccount,
  unrouted: UnroutedRequest,
  atMs: number,
): HandledCall {
  const { vendor } = account;
  const segments = splitPath(unrouted.rawPath);
  const matched = segments && findRoute(vendor.routes, unrouted.method, segments);
  const request = { ...unrouted, params: matched?.params ?? {} };
  const uncounted = (route: string, reply: WireReply): HandledCall => ({
    route,
    draws: { tokens: {} },
    delivery: wholeReply(reply, vendor.decorate(request, [], account.context())),
  });

  if (segments === undefined || matched === undefined) {
    return uncounted(unrouted.rawPath, vendor.notFound(request));
  }
  const { route } = matched;
  const authenticationError = vendor.authenticate(request, account.context());
  if (authenticationError !== undefined) return uncounted(route.path, authenticationError);

  const draws = {
    tokens: route.draws(request, account.context()),
    channel: route.channel?.(request, account.context()),
  };
  return {
    route: route.path,
    draws,
    delivery: handleCounted(account, { matched, segments, request, draws, atMs }),
  };
}

interface CountedCall {
  readonly matched: MatchedRoute<Route<unknown, object>>;
  readonly segments: Segments;
  readonly request: WireRequest;
  readonly draws: Draws;
  readonly atMs: number;
}

function handleCounted(account: VendorAccount, call: CountedCall): Delivery {
  const { vendor, buckets, faults, settings } = account;
  const { request, draws, atMs } = call;
  const overQuota = buckets.findExhausted(draws, atMs);
  const fault = overQuota ? undefined : faults.take(toFaultyCall(call));
  const throttle =
    overQuota ?? (fault?.kind === 'throttle' ? exhaustedReading(account, call) : undefined);

  if (throttle === undefined || settings.countRefused) buckets.count(draws, atMs);
  const readings = throttle ? [throttle] : buckets.readings(draws, atMs);
  const headers = vendor.decorate(request, readings, account.context());
  if (throttle !== undefined) {
    const reply = vendor.throttled(throttle, account.context());
    return { ...wholeReply(withStatus(reply, fault), headers), isThrottled: true };
  }

  const runOperation = (): WireReply => call.matched.route.handle(request, account.context());
  if (fault === undefined) return wholeReply(runOperation(), headers);
  if (fault.appliedAfterMs !== undefined)
    account.lateWrites.schedule(fault.appliedAfterMs, runOperation);
  return deliverFault(account, fault, runOperation, headers);
}

function toFaultyCall({ request, segments, matched }: CountedCall): FaultyCall {
  const { method, rawPath, rawQuery, body } = request;
  return {
    method,
    segments,
    text: () => `${rawPath}?${rawQuery} ${body.toString()}`,
    isRead: matched.route.isRead ?? method === 'GET',
  };
}

/** The reading of the call's first quota as if other clients had used it up. */
function exhaustedReading({ buckets }: VendorAccount, call: CountedCall): QuotaReading {
  const [first] = buckets.readings(call.draws, call.atMs);
  const reading = first ?? { quota: call.matched.route.path, limit: 1, windowMs: 1000 };
  return {
    ...reading,
    remaining: 0,
    retryAfterMs: reading.windowMs,
    resetMs: reading.windowMs,
  };
}

function deliverFault(
  { vendor }: VendorAccount,
  fault: Fault,
  runOperation: () => WireReply,
  headers: Readonly<Record<string, string>>,
): Delivery {
  const { kind, status = 500, code } = fault;
  switch (kind) {
    case 'throttle': // `handleCounted` has answered it already; the case only completes the switch
    case 'status':
      return wholeReply(vendor.failure(status, code), headers);
    case 'code-in-200':
      return wholeReply({ status: 200, body: vendor.failure(status, code).body }, headers);
    case 'reset':
      return { kind: 'cut' };
    case 'reset-after':
      runOperation();
      return { kind: 'cut' };
    case 'stall':
      return { kind: 'silence' };
    case 'truncate':
      return { kind: 'truncated', reply: render(withStatus(runOperation(), fault), headers) };
    case 'not-json':
      return { kind: 'whole', reply: withStatus(htmlPage, fault) };
  }
}

/** The reply with the status of the fault, if it has one. */
const withStatus = <R extends { readonly status: number }>(reply: R, fault?: Fault): R =>
  fault?.status === undefined ? reply : { ...reply, status: fault.status };

const wholeReply = (reply: WireReply, headers: Readonly<Record<string, string>>) => ({
  kind: 'whole' as const,
  reply: render(reply, headers),
});
