import type { Calls, DrawBody, LeaseReply } from './generated';

/** Tokens by the name of their quota, such as `{ 'group-message': 1 }`. */
export type Draws = Readonly<Record<string, number>>;

/** A lease that this client holds. */
export interface Lease extends LeaseReply {
  /** Says that no vendor call was made, so that the tokens are free at once when the work ends. */
  readonly markUnsent: () => void;
}

export interface LeaseSettings {
  /** Milliseconds after which the lease is taken for lost. Default: the total timeout of the connection. */
  readonly holdMs?: number;
  /** Seconds to wait for the tokens. Default: the wait of the gateway, and repetitions within the retry limits. */
  readonly waitSeconds?: number;
  /** Ends the wait for the tokens. The work does not follow it by itself. */
  readonly signal?: AbortSignal;
  /**
   * Called if the lease could not be ended. Its tokens rest from `expiresAt` on. After `lease-not-found` it
   * had been taken for lost already: the work has to be shorter, or `holdMs` longer.
   */
  readonly onEndFailure?: (error: unknown) => void;
}

/** Does work that calls the vendor, and holds tokens for it meanwhile. */
export type WithLease = <Result>(
  connection: string,
  draws: Draws,
  work: (lease: Lease) => Result | Promise<Result>,
  settings?: LeaseSettings,
) => Promise<Result>;

/**
 * Takes a lease, does the work and ends the lease, also after a failure of the work: the vendor may have got
 * the call nonetheless, so the tokens rest for a window unless the work has marked the lease as unsent.
 *
 * @param enders the calls that no signal of the client ends
 * @returns the result of the work
 * @throws ProblemError if the lease is refused, and the error of the work
 */
export const createWithLease =
  (calls: Calls, enders: Calls): WithLease =>
  async (connection, draws, work, settings = {}) => {
    const { holdMs, waitSeconds, signal, onEndFailure } = settings;
    const { data } = await calls.createLease({
      path: { connection },
      body: { draws: toList(draws), ...(holdMs !== undefined && { holdMs }) },
      ...(waitSeconds !== undefined && { headers: { Prefer: `wait=${waitSeconds}` } }),
      ...(signal !== undefined && { signal }),
    });
    let outcome: 'answered' | 'unsent' = 'answered';
    const markUnsent = (): void => {
      outcome = 'unsent';
    };
    try {
      return await work({ ...data, markUnsent });
    } finally {
      const path = { connection, lease: data.lease };
      await enders.endLease({ path, query: { outcome } }).catch((error: unknown) => {
        onEndFailure?.(error); // the lease ends by itself, and the result of the work is worth more
      });
    }
  };

const toList = (draws: Draws): DrawBody[] =>
  Object.entries(draws).map(([quota, tokens]) => ({ quota, tokens }));
