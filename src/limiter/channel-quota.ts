import { createHash } from 'node:crypto';
import { Bucket, type BucketDraw, type ChangedTerms } from './bucket';

/** Each bucket is looked at so many times in a window: whether it can be forgotten. */
const CHECKS_PER_WINDOW = 2;

/** The bucket of one channel. */
export class ChannelBucket extends Bucket {
  /** Lanes and unused grants that refer to this bucket, so that it must not be forgotten. */
  references = 0;
  /** Until then tokens of it rest, or it cools down, or it was looked up. */
  private busyUntilMs = -Infinity;
  /** When it is looked at next. */
  checkAtMs = Infinity;

  constructor(
    readonly quota: ChannelQuota,
    channel: string,
  ) {
    super(quota.index, quota.name, quota.limit, quota.windowMs, channel);
  }

  override take(tokens: number): void {
    super.take(tokens);
    this.quota.worstWindow = Math.max(this.quota.worstWindow, this.worstWindow);
  }

  override startResting(tokens: number, fromMs: number): void {
    super.startResting(tokens, fromMs);
    this.keepUntil(fromMs + this.windowMs);
  }

  override coolDown(untilMs: number): void {
    super.coolDown(untilMs);
    this.keepUntil(untilMs);
  }

  /** It is forgotten no earlier than one window after this time. */
  keepUntil(untilMs: number): void {
    this.busyUntilMs = Math.max(this.busyUntilMs, untilMs);
  }

  /** Whether it was full for a window, and nothing refers to it: a new one would be the same. */
  isForgettable(nowMs: number): boolean {
    this.settle(nowMs);
    return (
      this.references === 0 && this.free === this.limit && nowMs >= this.busyUntilMs + this.windowMs
    );
  }
}

/**
 * A quota that each channel has for itself. Its buckets are made when they are drawn on, and forgotten one
 * window after they are full again. Its own tokens are never drawn: they stand for the limit of each channel.
 */
export class ChannelQuota extends Bucket {
  /** By channel, in the order in which they are looked at next. */
  private readonly channels = new Map<string, ChannelBucket>();
  /** Until then, a channel without a bucket may have used its whole limit. */
  private unknownUntilMs = -Infinity;

  /** The bucket of a channel. @param text that tells it apart */
  of(text: string, nowMs: number): ChannelBucket {
    const key = channelKey(text);
    const bucket = this.channels.get(key) ?? this.create(key, nowMs);
    bucket.keepUntil(nowMs);
    return bucket;
  }

  find(channel: string): ChannelBucket | undefined {
    return this.channels.get(channel);
  }

  /** The channels that have a bucket. */
  get size(): number {
    return this.channels.size;
  }

  /** The bucket with the fewest free tokens, and until when the last cooldown of any channel lasts. */
  summarize(nowMs: number): { readonly fullest?: ChannelBucket; readonly cooldownUntilMs: number } {
    let fullest: ChannelBucket | undefined;
    let cooldownUntilMs = -Infinity;
    for (const bucket of this.channels.values()) {
      bucket.settle(nowMs);
      if (fullest === undefined || bucket.free < fullest.free) fullest = bucket;
      cooldownUntilMs = Math.max(cooldownUntilMs, bucket.cooldownUntilMs);
    }
    return { ...(fullest && { fullest }), cooldownUntilMs };
  }

  /** Also forgets the buckets of channels that are at rest. */
  override settle(nowMs: number): void {
    super.settle(nowMs);
    for (const [channel, bucket] of this.channels) {
      if (bucket.checkAtMs > nowMs) return;
      this.channels.delete(channel);
      if (!bucket.isForgettable(nowMs)) this.checkLater(bucket, nowMs);
    }
  }

  /** An earlier process may have used any channel until then. */
  override startRestingFree(_: number, fromMs: number): void {
    this.unknownUntilMs = Math.max(this.unknownUntilMs, fromMs + this.windowMs);
  }

  /** This replica may have used so many tokens of any channel until `fromMs`, unknown to the ledger. */
  restShare(tokens: number, fromMs: number): void {
    super.startRestingFree(tokens, fromMs);
  }

  override changeLimit(limit: number): void {
    super.changeLimit(limit);
    for (const bucket of this.channels.values()) bucket.changeLimit(limit);
  }

  /** A longer window also covers the use of channels that were forgotten: it counts with the worst. */
  override changeTerms(
    terms: ChangedTerms,
    boundWorstWindow: (recorded: number) => number,
    nowMs: number,
  ): void {
    const worst = boundWorstWindow(Math.max(this.worstWindow, this.earlierWorstWindow));
    const addedMs = terms.windowMs - this.windowMs;
    if (addedMs > 0 && worst > 0)
      this.unknownUntilMs = Math.max(this.unknownUntilMs, nowMs) + addedMs;
    super.changeTerms(terms, boundWorstWindow, nowMs);
    for (const bucket of this.channels.values()) bucket.changeTerms(terms, () => worst, nowMs);
  }

  /** Ends the cooldowns of all channels. */
  override endCooldown(): void {
    super.endCooldown();
    for (const bucket of this.channels.values()) bucket.endCooldown();
  }

  private create(channel: string, nowMs: number): ChannelBucket {
    const bucket = new ChannelBucket(this, channel);
    if (nowMs < this.unknownUntilMs)
      bucket.startRestingFree(bucket.limit, this.unknownUntilMs - this.windowMs);
    this.checkLater(bucket, nowMs);
    return bucket;
  }

  private checkLater(bucket: ChannelBucket, nowMs: number): void {
    bucket.checkAtMs = nowMs + this.windowMs / CHECKS_PER_WINDOW;
    this.channels.set(bucket.channel, bucket);
  }
}

/** Short, and of plain characters, for any text: 128 bits of its SHA-256. Equal keys would share a bucket. */
const channelKey = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Notes that a lane or an unused grant with these draws comes, or goes. */
export function changeReferences(draws: readonly BucketDraw[], by: 1 | -1): void {
  for (const { bucket } of draws) if (bucket instanceof ChannelBucket) bucket.references += by;
}

/** The quota of a bucket: it has the limit of each channel. */
export const quotaOf = (bucket: Bucket): Bucket =>
  bucket instanceof ChannelBucket ? bucket.quota : bucket;
