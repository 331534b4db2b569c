import type { LimitedQuota } from '../../src/limiter';
import { tokensOf, worstWindow } from '../limiter/vendor-count';
import type { Account } from './accounts';
import { TIMEOUTS } from './gateway-settings';
import type { VendorArrival } from './processes/vendor';
import { utilisation } from './utilisation';

/** The vendor's count of one quota. */
export interface Count {
  readonly account: string;
  readonly quota: LimitedQuota;
  /** Calls within the client timeout. */
  readonly calls: number;
  /**
   * Calls that the vendor counted after their client timeout. On a busy machine the vendor's own process
   * may stall; that breaks an assumption of the quota rule.
   */
  readonly lateCalls: number;
  /** Most tokens in any window, without those of late calls: the rule holds for all others. */
  readonly worst: number;
  /** The longest time from a call's signature to the vendor's count. */
  readonly longestTravelMs: number;
  /** Share of N/(W+RTT), 0 if there was no whole turn; only for quotas that the callers fill. */
  readonly used: number | undefined;
}

/** @param steadyFromMs Unix time; if given, the use of the quotas is measured from then on */
export function countsOf(
  { name, quotas, filled }: Pick<Account, 'name' | 'quotas' | 'filled'>,
  arrivals: readonly VendorArrival[],
  steadyFromMs: number | undefined,
): Count[] {
  const received = arrivals.filter(({ account }) => account === name);
  return quotas.map((quota) => {
    const drawing = received.filter(({ draws }) => tokensOf(draws, quota.name) > 0);
    const inTime = drawing.filter(({ travelMs }) => travelMs <= TIMEOUTS.totalMs);
    const isMeasured = steadyFromMs !== undefined && filled.includes(quota.name);
    return {
      account: name,
      quota,
      calls: inTime.length,
      lateCalls: drawing.length - inTime.length,
      worst: worstWindow(inTime, quota),
      longestTravelMs: Math.max(0, ...drawing.map(({ travelMs }) => travelMs)),
      used: isMeasured ? useSince(steadyFromMs, drawing, quota) : undefined,
    };
  });
}

function useSince(fromMs: number, arrivals: readonly VendorArrival[], quota: LimitedQuota): number {
  const steady = arrivals.filter(({ atMs }) => atMs > fromMs);
  const rttMs = steady.reduce((sum, { heldMs }) => sum + heldMs, 0) / steady.length;
  return utilisation(steady, quota, rttMs) ?? 0;
}
