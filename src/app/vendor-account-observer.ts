import type { LimiterObserver, RefusalReason, WaitOptions } from '../limiter';
import type { Draw } from '../core/upstream';

/**
 * Tells every connection of a vendor account how its limiter stands; of a call only the connection that it
 * goes through, so that sums over connections are right.
 */
export class VendorAccountObserver implements LimiterObserver {
  private observers: ReadonlyMap<string, LimiterObserver> = new Map();
  private lastMode: Parameters<LimiterObserver['mode']>[0] | undefined;
  private lastReplicas: number | undefined;

  /** @param observe what is told of the connection of this name */
  constructor(private readonly observe: (connection: string) => LimiterObserver) {}

  /** These connections use the account from now on; new ones are told how it stands. */
  use(names: readonly string[]): void {
    const before = this.observers;
    this.observers = new Map(
      names.map((name) => [name, before.get(name) ?? this.informed(this.observe(name))]),
    );
  }

  granted(draws: readonly Draw[], wait: WaitOptions, waitedMs: number): void {
    this.of(wait)?.granted(draws, wait, waitedMs);
  }

  refused(reason: RefusalReason, draws: readonly Draw[], wait: WaitOptions): void {
    this.of(wait)?.refused(reason, draws, wait);
  }

  cooledDown(quotas: readonly string[], forMs: number): void {
    for (const observer of this.observers.values()) observer.cooledDown(quotas, forMs);
  }

  /** Made for all of them at once: it counts under the first. */
  roundTrip(ok: boolean, tookMs: number): void {
    const [first] = this.observers.values();
    first?.roundTrip(ok, tookMs);
  }

  mode(mode: 'shared' | 'fallback'): void {
    this.lastMode = mode;
    for (const observer of this.observers.values()) observer.mode(mode);
  }

  replicas(count: number): void {
    this.lastReplicas = count;
    for (const observer of this.observers.values()) observer.replicas(count);
  }

  /** Whoever was in line of a connection that is gone counts under the first. */
  private of({ connection = '' }: WaitOptions): LimiterObserver | undefined {
    const [first] = this.observers.values();
    return this.observers.get(connection) ?? first;
  }

  private informed(observer: LimiterObserver): LimiterObserver {
    if (this.lastMode !== undefined) observer.mode(this.lastMode);
    if (this.lastReplicas !== undefined) observer.replicas(this.lastReplicas);
    return observer;
  }
}
