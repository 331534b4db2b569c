/** Who waits, and how long at most. Waiting is fair between clients, by weight. */
export interface WaitOptions {
  readonly client: string;
  /** Share of a contended quota relative to other clients; 1 is usual. */
  readonly weight: number;
  /** Milliseconds from now that the caller is willing to wait. */
  readonly maxWaitMs: number;
  /** Something of it is done already: it is let end even while the gateway shuts down. */
  readonly begun?: boolean;
  /** The connection that the call goes through: several may share the account. */
  readonly connection?: string;
  /** A caller that hangs up leaves the queue and spends nothing. */
  readonly signal?: AbortSignal;
}
