import type { Span } from '../core/trace';

/** The client behind a request, and the time that the operation may wait for quota in total. */
export interface Caller {
  /** Name of the API client; clients share a contended quota by weight. */
  readonly client: string;
  readonly weight: number;
  /** The most of each quota that the client uses, above 0 and below 1; absent: all of it. */
  readonly share?: number;
  /** Order among the waiting calls of this client, 0 to 7: lower first. Default 3. */
  readonly urgency?: number;
  /** Milliseconds, over all vendor calls of the operation. */
  readonly maxWaitMs: number;
  /** A read: milliseconds of age up to which a reply from memory will do; 0 or absent: none will. */
  readonly maxAgeMs?: number;
  /** A read whose reply is not to be kept in memory. */
  readonly keepsNothing?: boolean;
  /** The span of the request, where it is traced. */
  readonly span?: Span | undefined;
  /** Receives the ids that vendors have for its calls, one for each attempt. */
  readonly vendorRequestIds?: string[];
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
}
