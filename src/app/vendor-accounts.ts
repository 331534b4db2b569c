import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionObserver } from '../api/events/connection-observer';
import type { ConnectionSettings, GatewaySettings } from '../config';
import { createLimiter, type LimitedQuota, type Limiter, type LimiterTerms } from '../limiter';
import { RedisLocks, LockLeases, ProcessLocks, type TargetLocks } from '../locks';
import type { RedisConnection } from '../redis';
import { VendorAccountObserver } from './vendor-account-observer';

/** The quotas and locks that all connections of one vendor account share. */
export interface VendorAccount {
  readonly name: string;
  readonly limiter: Limiter;
  readonly locks: TargetLocks;
}

interface OpenAccount extends VendorAccount {
  terms: LimiterTerms;
  readonly observer: VendorAccountObserver;
  /** Whether a configured connection uses the account. */
  isInUse: boolean;
}

/** The time between two searches for accounts that can be closed. */
const CLEAN_UP_INTERVAL_MS = 1_000;

/**
 * The open vendor accounts. An account is identified by its app key or application id, not by its
 * connections: it keeps its usage when a connection is renamed, a secret rotates or a quota changes.
 */
export class VendorAccounts {
  private readonly accounts = new Map<string, OpenAccount>();
  private readonly cleanUp = setInterval(() => {
    this.closeUnused();
  }, CLEAN_UP_INTERVAL_MS).unref();

  /**
   * @param createObserver creates the limiter's observer for the connection of this name
   * @param redis shared by all accounts; absent: this process is the only replica
   */
  constructor(
    private readonly createObserver: (connection: string) => ConnectionObserver,
    private readonly redis: RedisConnection | undefined,
  ) {}

  /**
   * Opens the accounts of the configured connections and reconfigures those that are open. An account
   * without a connection stays open until its tokens are free.
   */
  apply(settings: GatewaySettings): void {
    const configured = new Map<string, ConnectionSettings[]>();
    for (const connection of settings.connections.values()) {
      const name = accountName(connection);
      configured.set(name, [...(configured.get(name) ?? []), connection]);
    }
    for (const account of this.accounts.values()) {
      const connections = configured.get(account.name) ?? [];
      account.isInUse = connections.length > 0;
      // before any account gets its new ones: a connection may change to another account
      account.observer.keepConnections(connections.map(({ name }) => name));
    }
    for (const [name, connections] of configured) this.configure(name, connections, settings);
  }

  /** @throws RangeError for a connection that `apply` has not seen */
  get(connection: ConnectionSettings): VendorAccount {
    const account = this.accounts.get(accountName(connection));
    if (account === undefined)
      throw new RangeError(`The vendor account of ${connection.name} is not open.`);
    return account;
  }

  isInUse({ name }: VendorAccount): boolean {
    return this.accounts.get(name)?.isInUse === true;
  }

  /** Refuses calls that wait for a lock or for quota; calls that have begun continue. */
  drain(): void {
    for (const { limiter, locks } of this.accounts.values()) {
      locks.drain();
      limiter.drain();
    }
  }

  close(): void {
    clearInterval(this.cleanUp);
    for (const account of this.accounts.values()) closeAccount(account);
  }

  private configure(
    name: string,
    connections: readonly ConnectionSettings[],
    settings: GatewaySettings,
  ): void {
    const terms = combineTerms(connections, settings);
    const connectionNames = connections.map((connection) => connection.name);
    const account = this.accounts.get(name);
    if (account === undefined) {
      this.accounts.set(name, this.open(name, connectionNames, terms, settings));
      return;
    }
    account.observer.setConnections(connectionNames);
    if (isDeepStrictEqual(account.terms, terms)) return;
    account.terms = terms;
    account.limiter.reconfigure(terms);
    account.locks.reconfigure(terms.clientTimeoutMs);
  }

  private open(
    name: string,
    connectionNames: readonly string[],
    terms: LimiterTerms,
    { sandbox, server: { replicaName } }: GatewaySettings,
  ): OpenAccount {
    const { redis } = this;
    const { fleet, ...ownTerms } = terms;
    const leases =
      redis &&
      new LockLeases(redis, name, {
        coldStart: !sandbox,
        longestCallMs: terms.clientTimeoutMs,
      });
    const observer = new VendorAccountObserver(this.createObserver, () => leases?.refresh());
    observer.setConnections(connectionNames);
    const limiter = createLimiter({
      ...ownTerms,
      coldStart: !sandbox, // an embedded sandbox has just started: no earlier process has used its quotas
      ...(redis &&
        fleet && { fleet: { ...fleet, account: name, redis: redis.retain(), replicaName } }),
      observer,
    });
    const locks = leases ? new RedisLocks(leases) : new ProcessLocks();
    return { name, observer, terms, limiter, locks, isInUse: true };
  }

  /**
   * Closes unused accounts whose tokens are all free. Until then the account may be configured again, and
   * its usage must not be forgotten.
   */
  private closeUnused(): void {
    for (const account of this.accounts.values()) {
      const { name, isInUse, limiter } = account;
      const hasUsage = limiter
        .report()
        .some((quota) => quota.free < quota.limit || quota.waiting > 0);
      if (isInUse || hasUsage) continue;
      closeAccount(account);
      this.accounts.delete(name);
    }
  }
}

/** The limiter leaves its ledger after this. Its state concerns no connection any more, so no observer gets it. */
function closeAccount({ limiter, locks, observer }: OpenAccount): void {
  limiter.close();
  locks.close();
  observer.keepConnections([]);
}

/** The same for all connections of an account. It contains no secret, so it may be part of a Redis key. */
const accountName = ({ provider, adapter }: ConnectionSettings): string =>
  `${provider.name}:${createHash('sha256').update(adapter.vendorAccountId).digest('hex').slice(0, 16)}`;

/** The limiter's terms for an account with these connections; the longest client timeout applies. */
function combineTerms(
  connections: readonly ConnectionSettings[],
  { limits, redis }: GatewaySettings,
): LimiterTerms {
  return {
    quotas: combineQuotas(connections),
    clientTimeoutMs: Math.max(...connections.map(({ timeouts }) => timeouts.totalMs)),
    maxWaiting: limits.maxWaiting,
    maxLeases: limits.maxLeases,
    ...(redis && {
      fleet: {
        onLoss: redis.onLoss,
        maxReplicas: limits.maxReplicas,
        fallback: redis.fallback,
      },
    }),
  };
}

/** The quotas by name; where connections differ, the lowest limit and the longest window apply. */
function combineQuotas(connections: readonly ConnectionSettings[]): LimitedQuota[] {
  const quotas = new Map<string, LimitedQuota>();
  for (const { name, limit, reserve, windowMs, per } of connections.flatMap((one) => one.quotas)) {
    const combined = quotas.get(name);
    quotas.set(name, {
      name,
      limit: Math.min(limit - reserve, combined?.limit ?? Infinity),
      windowMs: Math.max(windowMs, combined?.windowMs ?? 0),
      ...(per && { per }),
    });
  }
  return [...quotas.values()];
}
