/** Who calls, and how long the call may wait for quota in all. */
export interface Caller {
  /** The API client; clients share a contended quota by weight. */
  readonly client: string;
  readonly weight: number;
  readonly maxWaitMs: number;
  /** Told when the caller hangs up. */
  readonly signal: AbortSignal;
}
