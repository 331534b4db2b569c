import type { Span } from '../core/trace';

/** Who calls, and how long the call may wait for quota in all. */
export interface Caller {
  /** The API client; clients share a contended quota by weight. */
  readonly client: string;
  readonly weight: number;
  readonly maxWaitMs: number;
  /** The name of the connection, where the gateway has one call to make. */
  readonly connection?: string;
  /** Something of it is done already, so it should be let end. */
  readonly begun?: boolean;
  /** The request, where it is traced. */
  readonly span?: Span | undefined;
  /** Told when the caller hangs up. */
  readonly signal: AbortSignal;
}
