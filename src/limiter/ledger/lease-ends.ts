import { leaseUnknown } from '../refusals';
import type { EndedLease, LedgerReply } from './messages';

export interface PendingLeaseEnd {
  readonly end: EndedLease;
  readonly resolve: (wasHeld: boolean) => void;
  readonly reject: (reason: unknown) => void;
}

/** The ends of leases whose callers await the ledger's reply. */
export class LeaseEnds {
  private pending: PendingLeaseEnd[] = [];

  get isEmpty(): boolean {
    return this.pending.length === 0;
  }

  add(...end: EndedLease): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.pending.push({ end, resolve, reject });
    });
  }

  /** Removes and returns the ends that have not been sent. */
  take(): readonly PendingLeaseEnd[] {
    return this.pending.splice(0);
  }

  /** Tells the callers that nothing is known of the ends that have not been sent. */
  rejectAll(): void {
    for (const { reject } of this.take()) reject(leaseUnknown());
  }
}

/**
 * Tells the callers of ends that have been sent how they ended.
 * @throws Error without a reply, or when the epoch has ended
 */
export async function settleLeaseEnds(
  ends: readonly PendingLeaseEnd[],
  epoch: string,
  sent: Promise<LedgerReply>,
): Promise<LedgerReply> {
  try {
    const reply = await sent;
    if (reply.epoch !== epoch) throw new Error('The epoch of the ledger has ended.');
    for (const [index, { resolve }] of ends.entries()) resolve(reply.endedLeases[index] === true);
    return reply;
  } catch (error) {
    for (const { reject } of ends) reject(leaseUnknown(error));
    throw error;
  }
}
