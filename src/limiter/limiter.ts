import type { GatewayError } from '../core/gateway-error';
import type { Draw, DrawnQuota } from '../core/upstream';
import type { LimiterTerms } from './settings';
import type { WaitOptions } from './queue/wait-options';

/** How a client ends its lease. */
export const LEASE_ENDS = ['answered', 'unsent'] as const;
export type LeaseEnd = (typeof LEASE_ENDS)[number];

/**
 * Permission to send one call, with the tokens that it draws. The holder reports exactly one end:
 * `answered`, `unsent` or `lost`. Reports after the first, or after the lease, have no effect.
 */
export interface Grant {
  readonly waitedMs: number;
  /** Clock time at which it counts as answered without a report. */
  readonly leaseEndMs: number;
  /**
   * Whether the margin between grant and sending has passed, for example in a stall of the process. A
   * request sent now could reach the vendor after its lease, so it must not be sent.
   */
  isOverdue(): boolean;
  /** The vendor's answer has arrived: the tokens are free one window from now. */
  answered(): void;
  /** No byte of the request has reached the vendor: the tokens are free at once. */
  unsent(): void;
  /** No answer will come: the tokens are free one window after the lease (client timeout + margin). */
  lost(): void;
}

/** The free tokens of one quota. */
export interface QuotaSnapshot {
  readonly name: string;
  /** The vendor's limit less the reserve; always `free + inFlight + resting`. */
  readonly limit: number;
  readonly windowMs: number;
  /** Negative when the limit was lowered below the tokens in use. */
  readonly free: number;
}

/** The fallback share that the ledger keeps from others while a silent replica may use it. */
export interface SuspendedShare {
  /** The name of the replica, or its id if it has none. */
  readonly replica: string;
  readonly tokens: number;
  readonly endsInMs: number;
}

/** Tokens of one quota in the leases of one client. */
export interface LeasedTokens {
  readonly client: string;
  readonly tokens: number;
}

/** Tokens that a client draws to make a vendor call itself. */
export interface GrantedLease {
  readonly id: string;
  /** Milliseconds until it is taken for lost. */
  readonly endsInMs: number;
}

/**
 * The state of one quota. Counts are tokens, times are milliseconds. Of a quota per channel, the counts of tokens
 * are those of the fullest channel, `waitForecastMs` too; `worstWindow` and `coolingDownMs` are the highest of any
 * channel, and `waiting` is for all of them.
 */
export interface QuotaReport extends QuotaSnapshot {
  /** Of a quota per channel: how many channels are in use. */
  readonly channels?: number;
  readonly inFlight: number;
  readonly resting: number;
  /** Callers in the queue for this quota. */
  readonly waiting: number;
  /** The wait of a call that arrives now and draws one token. */
  readonly waitForecastMs: number;
  /** Most tokens ever in flight or resting at once under the present terms. No window received more. */
  readonly worstWindow: number;
  /** Time until the cooldown ends; 0 without one. */
  readonly coolingDownMs: number;
  /** Of the tokens in flight, those of leases, by client. */
  readonly leased: readonly LeasedTokens[];
  /** As far as this replica knows; none without Redis. */
  readonly suspendedShares: readonly SuspendedShare[];
}

export type SuspensionEnd = 'ended' | 'unknown quota' | 'no such share';

/**
 * The quotas of one vendor account. The vendor never receives more than the limit in any window, because
 * a token is in flight with its request, then rests for one window after the answer, and only then is
 * free again (README.md).
 */
export interface Limiter {
  /**
   * Waits in the queue until all draws can be taken at once. Equal draws of one client are served in
   * order. A smaller draw may pass a larger one if that does not delay the larger one.
   * @throws GatewayError quota-exhausted, with `retryAfterMs` and `violatedQuotas`: at once when the
   *   forecast is later than `maxWaitMs` or the queue is full, and at the deadline when the forecast
   *   was wrong; provider-limit when one draw exceeds the limit; limiter-unavailable when no safe part
   *   of the quota is left; shutting-down after `drain` or `close`; internal for an unknown quota
   * @throws the signal's reason when the caller disconnects
   */
  acquire(draws: readonly Draw[], wait: WaitOptions): Promise<Grant>;
  /**
   * Waits like `acquire` for tokens that the client uses itself. They are in flight until it ends the
   * lease, on any replica, or until the lease is taken for lost.
   * @param holdMs from the grant until then
   * @throws GatewayError as `acquire`; quota-exhausted if the client has as many leases as it may have
   */
  lease(draws: readonly Draw[], holdMs: number, wait: WaitOptions): Promise<GrantedLease>;
  /**
   * Ends a lease: the vendor has answered, or nothing was sent.
   * @returns false if the client has no such lease, or no longer
   * @throws GatewayError limiter-unavailable if Redis does not say
   */
  endLease(id: string, client: string, how: LeaseEnd): Promise<boolean>;
  /**
   * Whether the client has this lease, on whichever replica it was granted: it has neither ended nor expired.
   * @throws GatewayError limiter-unavailable if Redis does not say
   */
  holdsLease(id: string, client: string): Promise<boolean>;
  /** @throws GatewayError provider-limit when one draw exceeds the limit, as `acquire` does */
  checkDraws(draws: readonly Draw[]): void;
  /** Whether these draws of this client would certainly be granted now without waiting. */
  canGrantNow(draws: readonly Draw[], client?: string): boolean;
  /** Milliseconds that these draws of this client would wait behind the present queue. */
  forecast(draws: readonly Draw[], client?: string): number;
  /** Grants nothing on these quotas for so long: the vendor refused a call in spite of the quota. */
  coolDown(quotas: readonly DrawnQuota[], forMs: number): void;
  /**
   * Ends the cooldown of a quota for all replicas, if there is one. The tokens in use stay counted.
   * @returns false for an unknown quota
   * @throws GatewayError limiter-unavailable if it has ended on this replica alone
   */
  endCooldown(quota: string): Promise<boolean>;
  /**
   * Ends the suspended share of a replica that has ended: its tokens are free one lease and one window later.
   * @throws GatewayError limiter-unavailable without a reply of the ledger
   */
  endSuspension(quota: string, replica: string): Promise<SuspensionEnd>;
  /**
   * Resolves when `report` knows what other replicas have used until now, which a replica at rest learns once in 30
   * seconds. Without the ledger it resolves at once. Does not fail.
   */
  refresh(): Promise<void>;
  report(): readonly QuotaReport[];
  /** These quotas without a forecast: cheap enough for every call. */
  snapshot(quotas: readonly DrawnQuota[]): readonly QuotaSnapshot[];
  /**
   * Applies other terms. Tokens in flight or resting count towards them, and so does what a longer
   * window may have received before. Waiters whose draws no longer fit are refused.
   */
  reconfigure(terms: LimiterTerms): void;
  /** Refuses all present waiters with the given error. */
  rejectWaiting(why: () => GatewayError): void;
  /** Refuses waiters and later calls as shutting-down, except those of operations that have begun. */
  drain(): void;
  /** Refuses all waiters and later calls, and returns unused grants to the ledger. */
  close(): void;
}
