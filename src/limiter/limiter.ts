import type { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import type { LimiterTerms } from './settings';
import type { WaitOptions } from './queue/wait-options';

/**
 * Tokens of every drawn quota, away with one request. Exactly one of the three ends is told, once;
 * later calls change nothing.
 */
export interface Grant {
  readonly waitedMs: number;
  /**
   * The margin between grant and sending is used up, by a stall of the process: a request sent now
   * could outlive its lease, so it must not be sent.
   */
  isOverdue(): boolean;
  /** The vendor's answer has arrived now: the tokens come back one window from now. */
  answered(): void;
  /** No byte of the request reached the vendor: the tokens come back at once. */
  unsent(): void;
  /** No answer will come: the tokens come back at the lease (client timeout + window + margin). */
  lost(): void;
}

/** How much of one quota is free now, in tokens. */
export interface QuotaSnapshot {
  readonly name: string;
  /** What may be used here: the vendor's limit less the reserve; `free + away + resting`. */
  readonly limit: number;
  readonly windowMs: number;
  readonly free: number;
}

/** One quota as it stands now; counts are tokens, times are milliseconds. */
export interface QuotaReport extends QuotaSnapshot {
  readonly inFlight: number;
  readonly resting: number;
  /** Callers in line for this quota. */
  readonly waiting: number;
  /** How long a call arriving now with one token would wait. */
  readonly waitForecastMs: number;
  /** Most tokens that were ever away or resting at once under these terms: no window has seen more. */
  readonly worstWindow: number;
  /** Time left of a pause that the vendor asked for; 0 where there is none. */
  readonly coolingDownMs: number;
}

/**
 * The quotas of one connection. A token leaves with its request, is away while the request is in
 * flight, and comes back one window after the answer arrived, so the vendor never receives more than
 * the limit in any window (design, section 4).
 */
export interface Limiter {
  /**
   * Waits in line until every draw can be had at once. Equal draws of a client are served in order;
   * a smaller draw may pass a larger one where that does not delay it.
   * @throws GatewayError quota-exhausted, with `retryAfterMs` and `violatedQuotas`, at once where the
   *   forecast is later than `maxWaitMs` or the line is full, and at the deadline where the forecast
   *   was wrong; provider-limit where one draw is more than the limit; limiter-unavailable where no
   *   safe quota is left; shutting-down after `drain` or `close`; internal for a quota that is not configured
   * @throws the signal's reason when the caller hangs up
   */
  acquire(draws: readonly Draw[], wait: WaitOptions): Promise<Grant>;
  /** Whether a call with these draws that is made now would not wait; as little as that is known. */
  canGrantNow(draws: readonly Draw[]): boolean;
  /** Milliseconds that a call with these draws would wait behind everybody now in line. */
  forecast(draws: readonly Draw[]): number;
  /** The vendor refused a call in spite of the quota: nothing is granted on these for a while. */
  coolDown(quotas: readonly string[], forMs: number): void;
  report(): readonly QuotaReport[];
  /** Of these quotas alone, without a forecast: cheap enough to be asked for with every call. */
  snapshot(quotas: readonly string[]): readonly QuotaSnapshot[];
  /**
   * Goes on under other terms: what is away or rests counts towards them, and so does what may have been
   * used within a longer window. A draw in line that no longer fits is turned away.
   */
  reconfigure(terms: LimiterTerms): void;
  /** Turns away those who are in line now. */
  rejectWaiting(why: () => GatewayError): void;
  /** Refuses everyone in line and every later call but those that have begun. */
  drain(): void;
  /** Refuses everyone, and gives back what is not in use. */
  close(): void;
}
