import { allocate, type Budget, type WaiterCursor } from '../tokens/allocation';
import type { Bucket, BucketDraw } from '../bucket';
import { waitersInOrder } from '../queue/lanes';
import type { Lanes } from '../queue/lanes';
import type { Lane, Waiter } from '../queue/waiter';
import type { DrawText } from './messages';
import type { GrantPool } from './grant-pool';

/**
 * The replicas with waiters of a quota request later grants for at most so many milliseconds of its rate: enough
 * that one round trip serves several waiters, and so little that another replica's new waiter is served soon.
 */
const REQUEST_AHEAD_MS = 600;
/** A replica sends a message for more of them when less than this share of its part is left. */
const MIN_SHARE_LEFT = 1 / 4;
const MAX_REQUESTS = 64;

export interface GrantRequest {
  readonly lane: Lane;
  /** Whether it may be granted for a later time. */
  readonly mayBeLater: boolean;
}

/** The known state of the quotas of the fleet. */
export interface QuotaSupply {
  /** Tokens that are probably free in the ledger. */
  free(bucket: Bucket): number;
  /** Whether the ledger has nothing of this quota before a time that has not come yet. */
  isExhausted(bucket: Bucket): boolean;
  /** How many other replicas have waiters for this quota. */
  rivals(bucket: Bucket): number;
  /** Whether a message is sent anyway, so that it requests all later grants that are missing. */
  readonly isMessageDue: boolean;
}

/**
 * Chooses the waiters to request grants for: those that the free tokens probably suffice for, and a few
 * more for a later time. Waiters that have a grant in the pool already are left out.
 */
export function planGrantRequests(
  lanes: Lanes,
  pool: GrantPool,
  supply: QuotaSupply,
): readonly GrantRequest[] {
  const requests: GrantRequest[] = [];
  const budget = new RequestBudget(pool, supply);
  const waiters = new WaitersWithoutGrant(lanes, pool, () => requests.length === MAX_REQUESTS);
  const admit = ({ lane }: Waiter): boolean => {
    // only the ledger knows what others use of a channel
    const isFree = (draw: BucketDraw) => draw.bucket.channel === '' && budget.hasFree(draw);
    requests.push({ lane, mayBeLater: !lane.draws.every(isFree) });
    return true;
  };
  const reserved = new Set<Bucket>();
  for (const { draws } of lanes)
    for (const { bucket } of draws) if (supply.isExhausted(bucket)) reserved.add(bucket);
  allocate(waiters, budget, admit, reserved);
  return requests;
}

/** All that the waiters draw of the account's quotas. */
export function queuedDraws(lanes: Lanes): DrawText {
  const sums = new Map<Bucket, number>();
  for (const { draws, waiters } of lanes)
    for (const { bucket, tokens } of draws)
      if (bucket.channel === '') sums.set(bucket, (sums.get(bucket) ?? 0) + tokens * waiters.size);
  return drawText([...sums].map(([bucket, tokens]) => ({ bucket, tokens })));
}

/** The draws on the account's quotas, for example `set=1;group=1`. */
export const drawText = (draws: readonly BucketDraw[]): DrawText =>
  draws
    .flatMap(({ bucket, tokens }) => (bucket.channel === '' ? `${bucket.name}=${tokens}` : []))
    .join(';');

/** The draws on quotas per channel. */
export const channelDraws = (
  draws: readonly BucketDraw[],
): readonly (readonly [channel: string, tokens: number])[] =>
  draws.flatMap(({ bucket, tokens }) =>
    bucket.channel === '' ? [] : [[channelName(bucket), tokens] as const],
  );

/** The name of a channel in the ledger. */
export const channelName = ({ name, channel }: Bucket): string => `${name}@${channel}`;

/** The inverse of `drawText`: tokens by quota. */
export const drawsIn = (text: DrawText): readonly (readonly [quota: string, tokens: number])[] =>
  [...text.matchAll(/([^;=]+)=(\d+)/g)].map(([, quota = '', tokens]) => [quota, Number(tokens)]);

class WaitersWithoutGrant implements WaiterCursor {
  private readonly skipped = new Set<Lane>();
  private readonly waiters: Iterator<Waiter, undefined>;
  private readonly grantsLeft: Map<string, number>;

  constructor(
    lanes: Lanes,
    pool: GrantPool,
    private readonly isComplete: () => boolean,
  ) {
    this.waiters = waitersInOrder(lanes, this.skipped) as Iterator<Waiter, undefined>;
    this.grantsLeft = pool.countByLane();
  }

  next(): Waiter | undefined {
    if (this.isComplete()) return undefined;
    for (let { value } = this.waiters.next(); value; { value } = this.waiters.next()) {
      const grants = this.grantsLeft.get(value.lane.key) ?? 0;
      if (grants === 0) return value;
      this.grantsLeft.set(value.lane.key, grants - 1);
    }
    return undefined;
  }

  skip(lane: Lane): void {
    this.skipped.add(lane);
  }
}

/**
 * The tokens to request. Only the ledger knows when tokens become free, so a waiter that lacks some leaves
 * nothing of these quotas to others, and no surplus is computed.
 */
class RequestBudget implements Budget {
  private readonly budgets = new Map<Bucket, { free: number; later: number }>();

  constructor(
    private readonly pool: GrantPool,
    private readonly supply: QuotaSupply,
  ) {}

  hasFree({ bucket, tokens }: BucketDraw): boolean {
    return this.budgetOf(bucket).free >= tokens;
  }

  /** The last request for a later time may exceed the budget; otherwise a large draw would never fit. */
  covers(draw: BucketDraw): boolean {
    return this.hasFree(draw) || this.budgetOf(draw.bucket).later > 0;
  }

  spend(draw: BucketDraw): void {
    const budget = this.budgetOf(draw.bucket);
    if (this.hasFree(draw)) budget.free -= draw.tokens;
    else budget.later -= draw.tokens;
  }

  reserve(_: readonly BucketDraw[], lacking: readonly BucketDraw[]): void {
    for (const { bucket } of lacking) this.budgets.set(bucket, { free: 0, later: 0 });
  }

  private budgetOf(bucket: Bucket): { free: number; later: number } {
    const known = this.budgets.get(bucket);
    if (known) return known;
    const budget = this.supply.isExhausted(bucket)
      ? { free: 0, later: 0 }
      : { free: this.supply.free(bucket), later: this.laterBudgetOf(bucket) };
    this.budgets.set(bucket, budget);
    return budget;
  }

  private laterBudgetOf(bucket: Bucket): number {
    const replicas = 1 + this.supply.rivals(bucket);
    const aheadMs = Math.min(REQUEST_AHEAD_MS, bucket.windowMs); // no more than the whole quota
    const part = (bucket.limit * aheadMs) / bucket.windowMs / replicas;
    const granted = this.pool.sumOf(bucket);
    const isEnough = granted >= part * (this.supply.isMessageDue ? 1 : MIN_SHARE_LEFT);
    return isEnough ? 0 : part - granted;
  }
}
