import { Gauge, type Registry } from 'prom-client';
import { LEDGER_STATES, type LedgerState } from '../../limiter';

/** The state of the ledger of each connection. A connection that is removed leaves no series. */
export class LedgerGauges {
  private readonly fallback: Gauge<'connection'>;
  private readonly state: Gauge<'connection' | 'state'>;
  private readonly suspendedReplicas: Gauge<'connection'>;
  private readonly replicas: Gauge<'connection'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.fallback = new Gauge({
      name: 'gateway_limiter_fallback',
      help: '1 while this replica cannot reach Redis and uses its fallback share or refuses calls, else 0.',
      labelNames: ['connection'],
      registers,
    });
    this.state = new Gauge({
      name: 'gateway_limiter_ledger_state',
      help: '1 for the present state of the ledger as this replica sees it (shared, quarantined, fallback or refusing); the others have no series.',
      labelNames: ['connection', 'state'],
      registers,
    });
    this.suspendedReplicas = new Gauge({
      name: 'gateway_limiter_suspended_replicas',
      help: 'Silent replicas whose fallback shares are suspended, according to the latest answer of Redis.',
      labelNames: ['connection'],
      registers,
    });
    this.replicas = new Gauge({
      name: 'gateway_limiter_replicas',
      help: 'Replicas that share the quotas through Redis, according to the latest answer.',
      labelNames: ['connection'],
      registers,
    });
  }

  added(connection: string): void {
    this.setState(connection, 'shared');
    this.setSuspended(connection, 0);
  }

  setState(connection: string, current: LedgerState): void {
    this.fallback.set({ connection }, Number(['fallback', 'refusing'].includes(current)));
    for (const state of LEDGER_STATES) this.state.remove({ connection, state });
    this.state.set({ connection, state: current }, 1);
  }

  setSuspended(connection: string, count: number): void {
    this.suspendedReplicas.set({ connection }, count);
  }

  setReplicas(connection: string, count: number): void {
    this.replicas.set({ connection }, count);
  }

  removed(connection: string): void {
    for (const gauge of [this.fallback, this.suspendedReplicas, this.replicas])
      gauge.remove({ connection });
    for (const state of LEDGER_STATES) this.state.remove({ connection, state });
  }
}
