import type { VendorAccount } from '../account/vendor-account';
import type { Draws } from '../quotas/buckets';
import type { Delivery } from './delivery';
import { htmlPage, render } from './delivery';
import type { Fault } from '../account/faults';
import type { Matched, Segments } from '../router';
import { findRoute, splitPath } from '../router';
import type { QuotaReading, Route, WireReply, WireRequest } from '../vendor';

/** What became of one vendor call. */
export interface Exchange {
  readonly route: string;
  readonly quotas: Draws;
  readonly delivery: Delivery;
}

/** A request before its path was matched. */
export type UnroutedRequest = Omit<WireRequest, 'params'>;

/**
 * Judges a call the way the vendors do: route, then authentication, then quota, then the operation
 * itself. Faults come where the operation would.
 */
export function exchange(
  account: VendorAccount,
  unrouted: UnroutedRequest,
  atMs: number,
): Exchange {
  const { vendor } = account;
  const segments = splitPath(unrouted.rawPath);
  const matched = segments && findRoute(vendor.routes, unrouted.method, segments);
  const request = { ...unrouted, params: matched?.params ?? {} };
  const uncounted = (route: string, reply: WireReply): Exchange => ({
    route,
    quotas: {},
    delivery: whole(reply, vendor.decorate(request, [], account.context())),
  });

  if (segments === undefined || matched === undefined) {
    return uncounted(unrouted.rawPath, vendor.notFound(request));
  }
  const { route } = matched;
  const refused = vendor.authenticate(request, account.context());
  if (refused !== undefined) return uncounted(route.path, refused);

  const quotas = route.draws(request, account.context());
  return {
    route: route.path,
    quotas,
    delivery: counted(account, { matched, segments, request, quotas, atMs }),
  };
}

interface CountedCall {
  readonly matched: Matched<Route<unknown, object>>;
  readonly segments: Segments;
  readonly request: WireRequest;
  readonly quotas: Draws;
  readonly atMs: number;
}

function counted(account: VendorAccount, call: CountedCall): Delivery {
  const { vendor, buckets, faults, settings } = account;
  const { request, quotas, atMs } = call;
  const overQuota = buckets.refusal(quotas, atMs);
  const fault = overQuota ? undefined : faults.take(request.method, call.segments);
  const throttle = overQuota ?? (fault?.kind === 'throttle' ? exhausted(account, call) : undefined);

  if (throttle === undefined || settings.countRefused) buckets.count(quotas, atMs);
  const readings = throttle ? [throttle] : buckets.readings(quotas, atMs);
  const headers = vendor.decorate(request, readings, account.context());
  if (throttle !== undefined) return whole(vendor.throttled(throttle), headers);

  const operate = (): WireReply => call.matched.route.handle(request, account.context());
  return fault === undefined ? whole(operate(), headers) : faulty(account, fault, operate, headers);
}

/** The reading of a quota that somebody else has used up. */
function exhausted({ buckets }: VendorAccount, call: CountedCall): QuotaReading {
  const [first] = buckets.readings(call.quotas, call.atMs);
  const reading = first ?? { quota: call.matched.route.path, limit: 1, windowMs: 1000 };
  return {
    ...reading,
    remaining: 0,
    retryAfterMs: reading.windowMs,
    resetMs: reading.windowMs,
  };
}

function faulty(
  { vendor }: VendorAccount,
  { kind, status = 500, code }: Fault,
  operate: () => WireReply,
  headers: Readonly<Record<string, string>>,
): Delivery {
  switch (kind) {
    case 'throttle': // answered by the caller, who knows the reading
    case 'status':
      return whole(vendor.failure(status, code), headers);
    case 'code-in-200':
      return whole({ status: 200, body: vendor.failure(status, code).body }, headers);
    case 'reset':
      return { kind: 'cut' };
    case 'reset-after':
      operate();
      return { kind: 'cut' };
    case 'stall':
      return { kind: 'silence' };
    case 'truncate':
      return { kind: 'half', reply: render(operate(), headers) };
    case 'not-json':
      return { kind: 'whole', reply: htmlPage };
  }
}

const whole = (reply: WireReply, headers: Readonly<Record<string, string>>): Delivery => ({
  kind: 'whole',
  reply: render(reply, headers),
});
