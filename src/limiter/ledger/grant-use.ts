import type { Grant } from '../limiter';
import type { InFlightCall } from '../in-flight';
import type { CallEnd, MemoryTokenStore } from '../tokens/memory-token-store';
import { ChannelEnds } from './channel-ends';
import type { GrantPrefetch } from './grant-prefetch';
import type { LedgerGrant } from './grant-pool';
import type { LedgerLeases } from './ledger-leases';
import type { ReplicaFallback } from './replica-fallback';
import type { LedgerSession } from './session';

/** Begins calls and leases with grants of the ledger, and gives back those that can no longer be used. */
export class GrantUse {
  readonly channelEnds = new ChannelEnds();

  constructor(
    private readonly own: Pick<MemoryTokenStore, 'take'>,
    private readonly session: Pick<LedgerSession, 'callEnded' | 'endGrant'>,
    private readonly leases: Pick<LedgerLeases, 'begin' | 'endUnawaited'>,
    private readonly fallback: Pick<ReplicaFallback, 'noteUse'>,
    private readonly prefetch: Pick<GrantPrefetch, 'countServed'>,
  ) {}

  begin(grant: LedgerGrant, nowMs: number, waitedMs: number): Grant | undefined {
    const { name, lane, endMs } = grant;
    if (nowMs > endMs) {
      this.giveBack(grant, nowMs);
      return undefined;
    }
    if (lane.lease) {
      this.fallback.noteUse(nowMs);
      return this.leases.begin(grant, waitedMs);
    }
    const call = this.own.take(lane.draws, nowMs, waitedMs);
    if (call === undefined) {
      this.giveBack(grant, nowMs);
      return undefined;
    }
    this.fallback.noteUse(nowMs);
    this.prefetch.countServed(lane, nowMs);
    call.grantName = name;
    if (call.draws.some(({ bucket }) => bucket.channel !== '')) call.channelGrantName = name;
    return call;
  }

  callEnded(call: InFlightCall, end: CallEnd, nowMs: number): void {
    this.channelEnds.callEnded(call, end, nowMs);
    this.session.callEnded(call, end);
  }

  giveBack(grant: LedgerGrant, nowMs: number): void {
    if (grant.lane.lease) this.leases.endUnawaited(grant, 'unsent');
    else {
      this.channelEnds.giveBack(grant, nowMs);
      this.session.endGrant(grant.name, 'unsent');
    }
  }
}
