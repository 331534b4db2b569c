import { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import type { Clock } from './clock';
import type { Grant, GrantedLease, LeaseEnd, Limiter, QuotaReport } from './limiter';
import type { LimitedQuota, LimiterTerms } from './settings';
import type { WaitOptions } from './queue/wait-options';

/** The tokens of a client that may use only a share of each quota. */
export interface ClientShare {
  readonly limiter: Limiter;
  /** Resolves when it can grant: at once in memory, else with the first reply of its ledger. */
  readonly opened: Promise<void>;
}

interface OpenShare extends ClientShare {
  share: number;
  limits: ReadonlyMap<string, number>;
}

/** The longest wait for the quota of the vendor account, once the client's share has granted. */
export const QUOTA_WAIT_MS = 10_000;

/** The part of each quota of the vendor account that a client with this share may use. */
export function shareOfTerms(terms: LimiterTerms, share: number): LimiterTerms {
  return {
    ...terms,
    quotas: terms.quotas.flatMap((quota) => (quota.per ? [] : shareOfQuota(quota, share))),
    maxLeases: Infinity, // those of the vendor account count
    // a token of the share is in flight while its call waits for the quota of the vendor account
    clientTimeoutMs: terms.clientTimeoutMs + QUOTA_WAIT_MS,
  };
}

/** At least one token: a client without any could make no call. */
const shareOfQuota = (
  { name, limit, reserve = 0, windowMs }: LimitedQuota,
  share: number,
): LimitedQuota => ({
  name,
  limit: Math.max(1, Math.floor(share * (limit - reserve) + ROUNDING)),
  windowMs,
});

/** 0.29 × 100 is a little less than 29. */
const ROUNDING = 1e-9;

/**
 * The quotas of a vendor account, of which some clients may use only a share (`WaitOptions.share`). Each of these
 * clients has a limiter of its own with its share of each quota, and on Redis a ledger of its own. A call gets
 * its tokens there first and then from the vendor account. So the client never has more than its share in
 * flight or resting, over all replicas, and its calls beyond that wait where they hold up no other client.
 */
export class ShareLimiter implements Limiter {
  private readonly shares = new Map<string, OpenShare>();
  private isClosed = false;

  /** @param open makes the limiter of a client, with the terms of its share */
  constructor(
    private readonly account: Limiter,
    private terms: LimiterTerms,
    private readonly open: (client: string, terms: LimiterTerms) => ClientShare,
    private readonly clock: Clock,
  ) {}

  acquire(draws: readonly Draw[], wait: WaitOptions): Promise<Grant> {
    const share = this.shareFor(wait);
    return share === undefined
      ? this.account.acquire(draws, wait)
      : this.acquireWithin(share, draws, wait);
  }

  async lease(draws: readonly Draw[], holdMs: number, wait: WaitOptions): Promise<GrantedLease> {
    const share = this.shareFor(wait);
    if (share === undefined) return this.account.lease(draws, holdMs, wait);
    await share.opened;
    const ownDraws = drawsWithin(share, draws);
    const own = await share.limiter.lease(ownDraws, holdMs, wait).catch(refuse(share));
    try {
      return await this.account.lease(draws, holdMs, { ...wait, leaseId: own.id });
    } catch (error) {
      void share.limiter.endLease(own.id, wait.client, 'unsent').catch(() => undefined);
      throw error;
    }
  }

  /** A replica that has not seen the client yet leaves its lease in the share until the lease is taken for lost. */
  async endLease(id: string, client: string, how: LeaseEnd): Promise<boolean> {
    const isEnded = await this.account.endLease(id, client, how);
    const share = this.shares.get(client);
    if (isEnded) await share?.limiter.endLease(id, client, how).catch(() => false);
    return isEnded;
  }

  holdsLease(id: string, client: string): Promise<boolean> {
    return this.account.holdsLease(id, client);
  }

  checkDraws(draws: readonly Draw[]): void {
    this.account.checkDraws(draws);
  }

  canGrantNow(draws: readonly Draw[], client = ''): boolean {
    const share = this.shares.get(client);
    return (
      this.account.canGrantNow(draws) &&
      (share === undefined || share.limiter.canGrantNow(drawsWithin(share, draws)))
    );
  }

  forecast(draws: readonly Draw[], client = ''): number {
    const share = this.shares.get(client);
    const ownMs = share?.limiter.forecast(drawsWithin(share, draws)) ?? 0;
    return Math.max(ownMs, this.account.forecast(draws));
  }

  coolDown(...cooldown: Parameters<Limiter['coolDown']>): void {
    this.account.coolDown(...cooldown);
  }

  endCooldown(quota: string): ReturnType<Limiter['endCooldown']> {
    return this.account.endCooldown(quota);
  }

  endSuspension(...suspension: Parameters<Limiter['endSuspension']>) {
    return this.account.endSuspension(...suspension);
  }

  refresh(): Promise<void> {
    return this.account.refresh();
  }

  report(): readonly QuotaReport[] {
    const reports = this.account.report();
    if (this.shares.size === 0) return reports;
    const ofShares = [...this.shares.values()].flatMap(({ limiter }) => limiter.report());
    return reports.map((report) => {
      const own = ofShares.filter(({ name }) => name === report.name);
      return { ...report, waiting: own.reduce((sum, one) => sum + one.waiting, report.waiting) };
    });
  }

  snapshot(...quotas: Parameters<Limiter['snapshot']>): ReturnType<Limiter['snapshot']> {
    return this.account.snapshot(...quotas);
  }

  reconfigure(terms: LimiterTerms): void {
    this.terms = terms;
    this.account.reconfigure(terms);
    for (const share of this.shares.values()) this.apply(share, share.share);
  }

  rejectWaiting(why: () => GatewayError): void {
    for (const limiter of this.all) limiter.rejectWaiting(why);
  }

  drain(): void {
    for (const limiter of this.all) limiter.drain();
  }

  close(): void {
    this.isClosed = true;
    for (const limiter of this.all) limiter.close();
  }

  private get all(): readonly Limiter[] {
    return [...[...this.shares.values()].map(({ limiter }) => limiter), this.account];
  }

  private async acquireWithin(
    share: OpenShare,
    draws: readonly Draw[],
    wait: WaitOptions,
  ): Promise<Grant> {
    await share.opened;
    const own = await share.limiter.acquire(drawsWithin(share, draws), wait).catch(refuse(share));
    try {
      const grant = await this.account.acquire(draws, {
        ...wait,
        maxWaitMs: Math.min(QUOTA_WAIT_MS, Math.max(0, wait.maxWaitMs - own.waitedMs)),
        waitedForShareMs: own.waitedMs,
      });
      return endTogether(own, grant, this.clock);
    } catch (error) {
      own.unsent();
      throw error;
    }
  }

  /** Undefined for a client without a share. A changed share applies from the next call on. */
  private shareFor({ client, share }: WaitOptions): OpenShare | undefined {
    if (share === undefined || this.isClosed) return undefined;
    const known = this.shares.get(client);
    if (known?.share === share) return known;
    if (known !== undefined) return this.apply(known, share);
    const terms = shareOfTerms(this.terms, share);
    const opened = { ...this.open(client, terms), share, limits: limitsOf(terms) };
    this.shares.set(client, opened);
    return opened;
  }

  private apply(open: OpenShare, share: number): OpenShare {
    const terms = shareOfTerms(this.terms, share);
    open.share = share;
    open.limits = limitsOf(terms);
    open.limiter.reconfigure(terms);
    return open;
  }
}

const limitsOf = ({ quotas }: LimiterTerms): ReadonlyMap<string, number> =>
  new Map(quotas.map(({ name, limit }) => [name, limit]));

/** A call that needs more tokens than the whole share takes all of it. */
const drawsWithin = ({ limits }: OpenShare, draws: readonly Draw[]): readonly Draw[] =>
  draws.flatMap(({ quota, tokens }) => {
    const limit = limits.get(quota);
    return limit === undefined ? [] : [{ quota, tokens: Math.min(tokens, limit) }];
  });

/** A lost call may arrive until the lease of its tokens of the vendor account ends; that of the share is longer. */
const endTogether = (own: Grant, grant: Grant, clock: Clock): Grant => ({
  waitedMs: own.waitedMs + grant.waitedMs,
  leaseEndMs: grant.leaseEndMs,
  isOverdue: () => grant.isOverdue(),
  answered() {
    own.answered();
    grant.answered();
  },
  unsent() {
    own.unsent();
    grant.unsent();
  },
  lost() {
    clock.schedule(grant.leaseEndMs, () => {
      own.answered();
    });
    grant.lost();
  },
});

/** @throws the error of the share, which says that the client's share is used up, not the quota */
const refuse =
  ({ share }: OpenShare) =>
  (error: unknown): never => {
    if (!(error instanceof GatewayError) || error.code !== 'quota-exhausted') throw error;
    const { violatedQuotas = [], retryAfterMs = 0 } = error.details;
    throw new GatewayError(
      error.code,
      `The client has used its share, ${share} of the quota ${violatedQuotas.join(', ')}, for the next ${retryAfterMs} ms.`,
      error.details,
    );
  };
