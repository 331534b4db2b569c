import type { LedgerState, LimiterObserver } from '../settings';
import type { FleetQuotas } from './fleet-quota';
import type { ReplicaFallback } from './replica-fallback';

/** Tells the observer each change of the state of the ledger, as operators see it. */
export class StateReport {
  private state: LedgerState = 'shared';

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
    if (state === this.state) return;
    this.state = state;
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
