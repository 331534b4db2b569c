/** The longest lease that a client may ask for. */
export const MAX_HOLD_MS = 60_000;

/** A lease that a client of the API asks for: it uses the tokens itself. */
export interface LeaseRequest {
  readonly id: string;
  /** Milliseconds from the grant after which the lease is taken for lost. */
  readonly holdMs: number;
}

/** The caller of one acquisition and how long it waits. Waiting is fair between clients, by weight. */
export interface WaitOptions {
  readonly client: string;
  /** Share of a contended quota relative to other clients; normally 1. */
  readonly weight: number;
  /** The most of each quota that the client uses, above 0 and below 1; absent: all of it. */
  readonly share?: number;
  /** Milliseconds that the call has waited for its client's share before. */
  readonly waitedForShareMs?: number;
  /** The id of a lease that the client's share has granted already. */
  readonly leaseId?: string;
  /**
   * Order among the waiters of this client, 0 to 7: lower first (RFC 9218). A tenth of what the client gets
   * is kept for its later ones. Default 3.
   */
  readonly urgency?: number;
  /** Milliseconds from now that the caller is prepared to wait. */
  readonly maxWaitMs: number;
  /** Part of the operation has been carried out already, so it may finish while the gateway drains. */
  readonly begun?: boolean;
  /** The connection that the call uses: several connections may share the vendor account. */
  readonly connection?: string;
  /** The grant is a lease: it ends by its id, on any replica. */
  readonly lease?: LeaseRequest;
  /** A caller that disconnects leaves the queue and uses no tokens. */
  readonly signal?: AbortSignal;
}
