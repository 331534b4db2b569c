import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { VendorAccountObserver } from './vendor-account-observer';
import type { ConnectionSettings, GatewaySettings } from '../config';
import {
  createLimiter,
  type LimitedQuota,
  type Limiter,
  type LimiterObserver,
  type LimiterTerms,
} from '../limiter';
import { RedisLocks, LockLeases, ProcessLocks, type TargetLocks } from '../locks';
import { connectRedis } from '../redis';

/** What everyone who calls a vendor on one account shares: its quotas and its locks. */
export interface VendorAccount {
  readonly name: string;
  readonly limiter: Limiter;
  readonly locks: TargetLocks;
}

interface Known extends VendorAccount {
  terms: LimiterTerms;
  readonly observer: VendorAccountObserver;
  inUse: boolean;
}

/** How often it is looked whether an account that nobody uses any more has come to rest. */
const LOOK_MS = 1_000;

/**
 * Every vendor account, whatever its connections are called: under another name, after a rotation of
 * its secret or while its quotas change, it is the same account with the same tokens in use.
 */
export class VendorAccounts {
  private readonly known = new Map<string, Known>();
  private readonly look = setInterval(() => {
    this.letGo();
  }, LOOK_MS).unref();

  /** @param observer told of what the limiter does for the connection of this name */
  constructor(private readonly observe: (connection: string) => LimiterObserver) {}

  apply(settings: GatewaySettings): void {
    const groups = new Map<string, ConnectionSettings[]>();
    for (const one of settings.connections.values()) {
      const name = nameOf(one);
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const known of this.known.values()) known.inUse = groups.has(known.name);
    for (const [name, connections] of groups) this.open(name, connections, settings);
  }

  of(connection: ConnectionSettings): VendorAccount {
    const account = this.known.get(nameOf(connection));
    if (account === undefined) throw new RangeError(`${connection.name} has not been opened.`);
    return account;
  }

  isInUse({ name }: VendorAccount): boolean {
    return this.known.get(name)?.inUse === true;
  }

  /** Whoever waits is turned away; what has begun may end. */
  drain(): void {
    for (const { limiter, locks } of this.known.values()) {
      locks.drain();
      limiter.drain();
    }
  }

  close(): void {
    clearInterval(this.look);
    for (const { limiter } of this.known.values()) limiter.close();
  }

  private open(
    name: string,
    connections: readonly ConnectionSettings[],
    settings: GatewaySettings,
  ): void {
    const terms = termsOf(connections, settings);
    const names = connections.map((connection) => connection.name);
    const known = this.known.get(name);
    if (known === undefined) this.known.set(name, this.create(name, names, terms, settings));
    else {
      known.observer.use(names);
      if (isDeepStrictEqual(known.terms, terms)) return;
      known.terms = terms;
      known.limiter.reconfigure(terms);
      known.locks.reconfigure(terms.clientTimeoutMs);
    }
  }

  private create(
    name: string,
    names: readonly string[],
    terms: LimiterTerms,
    { redis, sandbox }: GatewaySettings,
  ): Known {
    const shared = redis && connectRedis(redis.url.reveal());
    const { fleet, ...own } = terms;
    const observer = new VendorAccountObserver(this.observe);
    observer.use(names);
    const limiter = createLimiter({
      ...own,
      coldStart: !sandbox, // the embedded vendor has no past either
      ...(shared && fleet && { fleet: { ...fleet, account: name, redis: shared } }),
      observer,
    });
    const locks = shared
      ? new RedisLocks(
          new LockLeases(shared, name, {
            coldStart: !sandbox,
            longestCallMs: terms.clientTimeoutMs,
          }),
        )
      : new ProcessLocks();
    return { name, observer, terms, limiter, locks, inUse: true };
  }

  /** What rests is remembered until then: an account may come back. */
  private letGo(): void {
    for (const { name, inUse, limiter } of this.known.values()) {
      const isBusy = limiter
        .report()
        .some((quota) => quota.free < quota.limit || quota.waiting > 0);
      if (inUse || isBusy) continue;
      limiter.close();
      this.known.delete(name);
    }
  }
}

/** Connections of one vendor account have one name. It is no secret, and may be a key of Redis. */
const nameOf = ({ provider, adapter }: ConnectionSettings): string =>
  `${provider.name}:${createHash('sha256').update(adapter.vendorAccountId).digest('hex').slice(0, 16)}`;

function termsOf(
  connections: readonly ConnectionSettings[],
  { limits, redis }: GatewaySettings,
): LimiterTerms {
  return {
    quotas: quotasOf(connections),
    clientTimeoutMs: Math.max(...connections.map(({ timeouts }) => timeouts.totalMs)),
    maxWaiting: limits.maxWaiting,
    ...(redis && { fleet: { onLoss: redis.onLoss, maxReplicas: limits.maxReplicas } }),
  };
}

/** Where several connections use one account, the lowest limit and the longest window hold for all. */
function quotasOf(connections: readonly ConnectionSettings[]): LimitedQuota[] {
  const quotas = new Map<string, LimitedQuota>();
  for (const { name, limit, reserve, windowMs } of connections.flatMap((one) => one.quotas)) {
    const known = quotas.get(name);
    quotas.set(name, {
      name,
      limit: Math.min(limit - reserve, known?.limit ?? Infinity),
      windowMs: Math.max(windowMs, known?.windowMs ?? 0),
    });
  }
  return [...quotas.values()];
}
