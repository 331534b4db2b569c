import type { ConnectionObserver } from '../api/events/connection-observer';
import type { Draw } from '../core/upstream';
import type {
  LedgerState,
  LimiterObserver,
  RefusalReason,
  SuspendedReplica,
  WaitOptions,
} from '../limiter';

/**
 * Passes what the limiter of a vendor account reports on to the observers of its connections. An event of
 * one call goes to that call's connection only, so that sums over connections are correct.
 */
export class VendorAccountObserver implements LimiterObserver {
  private observers: ReadonlyMap<string, ConnectionObserver> = new Map();
  /** Counts what belongs to no connection in particular, after the last connection is removed too. */
  private first: ConnectionObserver | undefined;
  private lastState: Parameters<LimiterObserver['ledger']> | undefined;
  private lastSuspended: readonly SuspendedReplica[] = [];
  private lastReplicas: number | undefined;

  /**
   * @param createObserver creates the observer for the connection of this name
   * @param onQuarantine called when Redis may have lost the data of the account
   */
  constructor(
    private readonly createObserver: (connection: string) => ConnectionObserver,
    private readonly onQuarantine: () => void,
  ) {}

  /** Replaces the connections of the account; the observer of a new one gets the current state first. */
  setConnections(names: readonly string[]): void {
    this.keepConnections(names);
    const kept = this.observers;
    this.observers = new Map(
      names.map((name) => [name, kept.get(name) ?? this.createInformed(name)]),
    );
    [this.first] = this.observers.values();
  }

  /** Removes all other connections. */
  keepConnections(names: readonly string[]): void {
    const before = this.observers;
    this.observers = new Map([...before].filter(([name]) => names.includes(name)));
    for (const [name, observer] of before) if (!this.observers.has(name)) observer.removed();
  }

  granted(draws: readonly Draw[], wait: WaitOptions, waitedMs: number): void {
    this.observerOf(wait)?.granted(draws, wait, waitedMs + (wait.waitedForShareMs ?? 0));
  }

  refused(reason: RefusalReason, draws: readonly Draw[], wait: WaitOptions): void {
    this.observerOf(wait)?.refused(reason, draws, wait);
  }

  cooledDown(quotas: readonly string[], forMs: number): void {
    for (const observer of this.observers.values()) observer.cooledDown(quotas, forMs);
  }

  /** One round trip serves all connections, so it is counted once: for the first. */
  roundTrip(ok: boolean, tookMs: number): void {
    this.first?.roundTrip(ok, tookMs);
  }

  ledger(state: LedgerState, endsInMs?: number): void {
    this.lastState = [state, endsInMs];
    if (state === 'quarantined') this.onQuarantine();
    for (const observer of this.observers.values()) observer.ledger(state, endsInMs);
  }

  suspended(replicas: readonly SuspendedReplica[]): void {
    this.lastSuspended = replicas;
    for (const observer of this.observers.values()) observer.suspended(replicas);
  }

  /** One clock serves all connections, so a step is counted once: for the first. */
  clockStepped(byMs: number): void {
    this.first?.clockStepped(byMs);
  }

  replicas(count: number): void {
    this.lastReplicas = count;
    for (const observer of this.observers.values()) observer.replicas(count);
  }

  /** A call that waits for a connection that has been removed is counted for the first connection. */
  private observerOf({ connection = '' }: WaitOptions): LimiterObserver | undefined {
    return this.observers.get(connection) ?? this.first;
  }

  private createInformed(name: string): ConnectionObserver {
    const observer = this.createObserver(name);
    if (this.lastState !== undefined) observer.ledger(...this.lastState);
    if (this.lastSuspended.length > 0) observer.suspended(this.lastSuspended);
    if (this.lastReplicas !== undefined) observer.replicas(this.lastReplicas);
    return observer;
  }
}
