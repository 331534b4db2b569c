import type { Bucket, BucketDraw } from '../tokens/bucket';
import { inOrder } from '../queue/lanes';
import type { Lanes } from '../queue/lanes';
import type { Lane } from '../queue/waiter';
import type { DrawText } from './messages';
import type { Tickets } from './grant-pool';

/**
 * Milliseconds of a quota's rate that one replica books ahead: enough that a round trip serves
 * several, and so little that another replica's newcomer is served soon.
 */
const AHEAD_MS = 100;
/** Callers that one round trip asks for at most. */
const MOST = 64;

export interface Ask {
  readonly lane: Lane;
  /** Whether a later time will do. */
  readonly ahead: boolean;
}

/**
 * For whom to ask next: for as many as there may be free tokens for, and for a few more whose tokens
 * are on their way. Whoever cannot be asked for holds the quotas that are missing against those behind.
 */
export function asksOf(
  lanes: Lanes,
  tickets: Tickets,
  freeOf: (bucket: Bucket) => number,
  isHeld: (bucket: Bucket) => boolean,
): readonly Ask[] {
  const asks: Ask[] = [];
  const served = tickets.countByLane();
  const budgets = new Map<Bucket, Budget>();
  const budgetOf = (bucket: Bucket): Budget => {
    const known = budgets.get(bucket) ?? new Budget(bucket, tickets, freeOf(bucket));
    budgets.set(bucket, known);
    return known;
  };
  const held = new Set<Bucket>();
  const passedOver = new Set<Lane>();
  for (const { lane } of inOrder(lanes, passedOver)) {
    const covered = served.get(lane.key) ?? 0;
    served.set(lane.key, covered - 1);
    if (covered > 0) continue;
    if (asks.length === MOST) break;
    if (!lane.draws.some(({ bucket }) => held.has(bucket) || isHeld(bucket)))
      for (const { bucket, tokens } of lane.draws)
        if (!budgetOf(bucket).allows(tokens)) held.add(bucket);
    if (lane.draws.some(({ bucket }) => held.has(bucket) || isHeld(bucket))) {
      passedOver.add(lane);
      continue;
    }
    const now = lane.draws.every(({ bucket, tokens }) => budgetOf(bucket).free >= tokens);
    for (const { bucket, tokens } of lane.draws) budgetOf(bucket).spend(tokens);
    asks.push({ lane, ahead: !now });
  }
  return asks;
}

/** All that the callers in line wait for. */
export function lineText(lanes: Lanes): DrawText {
  const tokens = new Map<Bucket, number>();
  for (const { draws, line } of lanes)
    for (const draw of draws)
      tokens.set(draw.bucket, (tokens.get(draw.bucket) ?? 0) + draw.tokens * line.size);
  return drawText([...tokens].map(([bucket, sum]) => ({ bucket, tokens: sum })));
}

/** `set=1;group=1` */
export const drawText = (draws: readonly BucketDraw[]): DrawText =>
  draws.map(({ bucket, tokens }) => `${bucket.name}=${tokens}`).join(';');

class Budget {
  private booked: number;
  private readonly most: number;

  constructor(
    bucket: Bucket,
    tickets: Tickets,
    public free: number,
  ) {
    this.booked = tickets.sumOf(bucket);
    this.most = (bucket.limit * AHEAD_MS) / bucket.windowMs;
  }

  /** The last one may be as large as it likes: to wait until it fits would be to wait for ever. */
  allows(tokens: number): boolean {
    return this.free >= tokens || this.booked < this.most;
  }

  spend(tokens: number): void {
    if (this.free >= tokens) this.free -= tokens;
    else this.booked += tokens;
  }
}
