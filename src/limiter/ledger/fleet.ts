import type { Bucket } from '../bucket';
import type { Clock } from '../clock';
import type { LimiterObserver } from '../settings';
import { Cooldowns } from './cooldowns';
import { FleetQuota } from './fleet-quota';
import type { LedgerClient } from './ledger-client';
import type { LedgerLeases } from './ledger-leases';
import type { LedgerReply } from './messages';
import type { ReplicaFallback } from './replica-fallback';
import type { Retries } from './retries';
import type { LedgerSession } from './session';
import { StateReport } from './state-report';
import { Suspensions } from './suspensions';

interface FleetContext {
  readonly ledger: LedgerClient;
  readonly clock: Clock;
  readonly observer?: LimiterObserver | undefined;
}

interface OwnTokens {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly fallback: ReplicaFallback;
  readonly ledgerLeases: LedgerLeases;
}

/** All replicas of a vendor account, as the last reply of the ledger described them. */
export class Fleet {
  readonly cooldowns: Cooldowns;
  readonly suspensions: Suspensions;
  private readonly stateReport: StateReport;

  constructor(
    private readonly context: FleetContext,
    private readonly own: OwnTokens,
    session: LedgerSession,
    private readonly quotas: Map<Bucket, FleetQuota>,
    retries: Retries,
  ) {
    const { ledger, clock, observer } = context;
    this.cooldowns = new Cooldowns(ledger, session, quotas, retries);
    this.suspensions = new Suspensions(ledger, session, clock, observer);
    this.stateReport = new StateReport(own.fallback, quotas, session, observer);
  }

  noteReply(reply: LedgerReply, nowMs: number): void {
    const { buckets, fallback, ledgerLeases } = this.own;
    fallback.applyReply(reply);
    if (reply.leases) ledgerLeases.list(reply.leases, nowMs);
    this.context.observer?.replicas(reply.replicas);
    this.suspensions.noteReply(reply);
    for (const view of reply.views) {
      const bucket = buckets.get(view.quota);
      if (!bucket) continue;
      this.cooldowns.noteView(bucket, view);
      const previous = this.quotas.get(bucket);
      this.quotas.set(bucket, new FleetQuota(view, nowMs, bucket.windowMs, previous));
    }
    fallback.applyViews(nowMs);
    this.reportState(nowMs);
  }

  reportState(nowMs: number): void {
    this.stateReport.update(nowMs);
  }
}
