import type { LedgerState, LimiterObserver } from '../settings';
import type { FleetQuotas } from './fleet-quota';
import type { ReplicaFallback } from './replica-fallback';

/** Tells the observer each change of the state of the ledger, as operators see it, and each new quarantine. */
export class StateReport {
  private state: LedgerState = 'shared';
  /** The latest end of a quarantine that the observer knows. */
  private reportedEndMs = -Infinity;

  constructor(
    private readonly fallback: Pick<ReplicaFallback, 'mode' | 'outlastsLease' | 'terms'>,
    private readonly quotas: FleetQuotas,
    private readonly session: { readonly leaseEndMs: number },
    private readonly observer: LimiterObserver | undefined,
  ) {}

  update(nowMs: number): void {
    const quarantineEndMs = Math.max(
      ...[...this.quotas.values()].map(({ quarantineUntilMs }) => quarantineUntilMs),
    );
    const state = this.stateIn(quarantineEndMs > nowMs);
    // a later end: Redis has lost data again, or the reply only took longer, which costs one more report
    const isProlonged = state === 'quarantined' && quarantineEndMs > this.reportedEndMs;
    if (state === this.state && !isProlonged) return;
    this.state = state;
    if (state === 'quarantined') this.reportedEndMs = quarantineEndMs;
    const endMs = state === 'quarantined' ? quarantineEndMs : this.fallbackEndMs(state);
    this.observer?.ledger(state, endMs === undefined ? undefined : endMs - nowMs);
  }

  private fallbackEndMs(state: LedgerState): number | undefined {
    const hasEnd = state === 'fallback' && !this.fallback.outlastsLease;
    return hasEnd ? this.session.leaseEndMs : undefined;
  }

  private stateIn(isQuarantined: boolean): LedgerState {
    const { mode, terms } = this.fallback;
    if (mode === 'shared') return isQuarantined ? 'quarantined' : mode;
    return terms.onLoss === 'refuse' ? 'refusing' : mode; // fallback without a share is a refusal
  }
}
