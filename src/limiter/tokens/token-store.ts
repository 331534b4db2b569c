import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from '../bucket';
import type { TokenForecast } from '../forecast/token-forecast';
import type { Lanes } from '../queue/lanes';
import type { Grant, LeaseEnd, SuspendedShare } from '../limiter';
import type { LimiterTerms } from '../settings';
import type { ClientLease, Waiter } from '../queue/waiter';

/** The state of one quota as its store knows it. Counts are tokens, times are clock milliseconds. */
export interface TokenCount {
  readonly limit: number;
  readonly free: number;
  readonly inFlight: number;
  readonly resting: number;
  readonly worstWindow: number;
  readonly cooldownUntilMs: number;
  /** Of a quota per channel: its channels in use. Then the counts of tokens are those of the fullest. */
  readonly channels?: number;
}

/** The suspended shares of silent replicas. */
export interface SuspendedShares {
  of(bucket: Bucket): readonly SuspendedShare[];
  /**
   * @returns false if this replica has no suspended share of the quota
   * @throws GatewayError limiter-unavailable without a reply of the ledger
   */
  end(bucket: Bucket, replica: string): Promise<boolean>;
}

/** A lease of a client: tokens in flight that it uses itself. */
export interface Lease {
  readonly client: string;
  readonly draws: readonly BucketDraw[];
  /** Clock time at which it is taken for lost. */
  readonly endMs: number;
}

/** @param restUntilMs set where tokens in flight have begun to rest, and nothing else: when they are free */
export type ChangeListener = (restUntilMs?: number) => void;

/** The tokens of one vendor account. The queue before it is the same for all stores. */
export interface TokenStore {
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Absent without a ledger. */
  readonly suspensions?: SuspendedShares;
  /** Shortest time that a caller waits, in milliseconds: the store may need it to find out about tokens. */
  readonly minWaitMs: number;
  /** Whether it requests grants before it can give them: then all waiters matter, not only the first of a lane. */
  readonly requestsAhead: boolean;
  /** Frees the tokens whose time has come by now. */
  settle(nowMs: number): void;
  /** Whether all draws could be taken now. */
  canTake(draws: readonly BucketDraw[], nowMs: number): boolean;
  /** Takes all draws, or none and returns undefined. */
  take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
    lease?: ClientLease,
  ): Grant | undefined;
  /** The leases of clients that have neither ended nor expired, as far as they are known. */
  readonly leases: readonly Lease[];
  /**
   * Ends the lease of a client; `unsent` where it made no vendor call.
   * @returns false if the client has no such lease, or no longer
   * @throws GatewayError limiter-unavailable if the store cannot say
   */
  endLease(id: string, client: string, how: LeaseEnd): Promise<boolean>;
  /** Whether the client has the lease. @throws GatewayError limiter-unavailable if the store cannot say */
  holdsLease(id: string, client: string): Promise<boolean>;
  /**
   * Admits the waiters that the present tokens suffice for. Returns the clock time of the next call, as
   * far as it is known; the listener of `onChange` learns of everything else.
   */
  allocate(lanes: Lanes, nowMs: number, admit: (waiter: Waiter, grant: Grant) => void): number;
  /**
   * The reason why these draws cannot be granted; undefined if they can.
   * @param holdMs of a lease
   */
  findRefusal(draws: readonly BucketDraw[], holdMs?: number): GatewayError | undefined;
  coolDown(buckets: readonly Bucket[], forMs: number, nowMs: number): void;
  /** @throws GatewayError limiter-unavailable if the store knows only of this replica that it has ended */
  endCooldown(bucket: Bucket): Promise<void>;
  /** Applies other limits and windows to the same buckets. */
  reconfigure(terms: LimiterTerms, nowMs: number): void;
  /** Resolves when what `count` returns is recent, or cannot be had now. Does not fail. */
  refresh(): Promise<void>;
  count(bucket: Bucket, nowMs: number): TokenCount;
  forecast(bucket: Bucket, nowMs: number): TokenForecast;
  /** Sets the listener that is called when tokens became free or their forecast changed. */
  onChange(listener: ChangeListener): void;
  /** Grants nothing more. Tokens in flight become free as their calls end. */
  close(): void;
}
