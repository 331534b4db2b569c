import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from './bucket';
import type { Lanes } from '../queue/lanes';
import type { Grant } from '../limiter';
import type { LimiterTerms } from '../settings';
import type { Waiter } from '../queue/waiter';

/** When the tokens of one quota will be there, as far as is known now. Times are clock times in ms. */
export interface TokenForecast {
  /**
   * When the n-th token from now can be granted, from 1. What is drawn `grain` at a time is used
   * again `grain` at a time, and what is left over of the limit lies idle.
   */
  timeOf(nth: number, grain?: number): number;
  /** How many tokens can be granted by then, at most `most`. */
  countBy(atMs: number, most: number): number;
}

/** One quota as far as its store knows, in tokens; `pausedUntilMs` is clock time. */
export interface TokenCount {
  readonly limit: number;
  readonly free: number;
  readonly away: number;
  readonly resting: number;
  readonly worst: number;
  readonly pausedUntilMs: number;
}

/** Where the tokens of one connection are kept. The line in front of it is the same for all stores. */
export interface TokenStore {
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Brings every bucket up to now. */
  settle(nowMs: number): void;
  /** Whether all of the draws could be taken now. */
  has(draws: readonly BucketDraw[], nowMs: number): boolean;
  /** All of the draws, or nothing and undefined. */
  take(draws: readonly BucketDraw[], nowMs: number, waitedMs: number): Grant | undefined;
  /**
   * Lets in whom the tokens of now let in. Returns when to be asked again, as far as that is known;
   * the listener of `onReturn` is told of everything else.
   */
  serve(lanes: Lanes, nowMs: number, letIn: (waiter: Waiter, grant: Grant) => void): number;
  /** Why these draws cannot be granted, however long one waits; undefined where they can. */
  refusal(draws: readonly BucketDraw[]): GatewayError | undefined;
  /** Milliseconds in which it is known whether there are tokens: a caller waits as long at least. */
  readonly answersWithinMs: number;
  pause(quotas: readonly Bucket[], forMs: number, nowMs: number): void;
  /** Other limits and windows for the same buckets. */
  reconfigure(terms: LimiterTerms, nowMs: number): void;
  count(bucket: Bucket): TokenCount;
  outlook(bucket: Bucket, nowMs: number): TokenForecast;
  /** Whom to tell when tokens came back, when it became known that they will, or that they will not. */
  onReturn(listener: () => void): void;
  /** Nothing more is granted; what is away comes back as it ends. */
  close(): void;
}
