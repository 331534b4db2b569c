import type { Grant } from '../limiter';
import type { MemoryTokenStore } from '../tokens/memory-token-store';
import type { GrantPrefetch } from './grant-prefetch';
import type { LedgerGrant } from './grant-pool';
import type { LedgerLeases } from './ledger-leases';
import type { ReplicaFallback } from './replica-fallback';
import type { LedgerSession } from './session';

/** Begins calls and leases with grants of the ledger, and gives back those that can no longer be used. */
export class GrantUse {
  constructor(
    private readonly own: Pick<MemoryTokenStore, 'take'>,
    private readonly session: Pick<LedgerSession, 'endGrant' | 'use'>,
    private readonly leases: Pick<LedgerLeases, 'begin' | 'endUnawaited'>,
    private readonly fallback: Pick<ReplicaFallback, 'noteUse'>,
    private readonly prefetch: Pick<GrantPrefetch, 'countServed'>,
  ) {}

  begin(grant: LedgerGrant, nowMs: number, waitedMs: number): Grant | undefined {
    const { name, lane, endMs } = grant;
    if (nowMs > endMs) {
      this.giveBack(grant);
      return undefined;
    }
    if (lane.lease) {
      this.fallback.noteUse(nowMs);
      return this.leases.begin(grant, waitedMs);
    }
    const call = this.own.take(lane.draws, nowMs, waitedMs);
    if (call === undefined) {
      this.giveBack(grant);
      return undefined;
    }
    this.fallback.noteUse(nowMs);
    this.prefetch.countServed(lane, nowMs);
    this.session.use(name, call);
    return call;
  }

  giveBack(grant: LedgerGrant): void {
    if (grant.lane.lease) this.leases.endUnawaited(grant, 'unsent');
    else this.session.endGrant(grant.name, 'unsent');
  }
}
