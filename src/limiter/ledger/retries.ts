import type { Bucket } from '../bucket';
import { ChannelQuota } from '../channel-quota';
import type { LedgerReply } from './messages';

/** When to ask the ledger again for tokens that it lacked, by bucket. Times are clock milliseconds. */
export class Retries {
  private readonly retryAtMs = new Map<Bucket, number>();
  /** Of channels: when their tokens can be granted. */
  private readonly freeAtMs = new Map<Bucket, number>();

  constructor(private readonly buckets: ReadonlyMap<string, Bucket>) {}

  /** @param requestBy called with the times at which to ask again */
  note(
    { retries }: Pick<LedgerReply, 'retries'>,
    nowMs: number,
    requestBy: (atMs: number) => void,
  ): void {
    this.forgetPast(nowMs);
    for (const [name, inMs, freeInMs] of retries) {
      const bucket = this.bucketOf(name);
      if (!bucket) continue;
      this.retryAtMs.set(bucket, nowMs + inMs);
      if (freeInMs !== undefined) this.freeAtMs.set(bucket, nowMs + freeInMs);
      requestBy(nowMs + inMs);
    }
  }

  /** Whether the ledger has nothing of this bucket before a time that has not come yet. */
  isExhausted(bucket: Bucket, nowMs: number): boolean {
    return (this.retryAtMs.get(bucket) ?? 0) > nowMs;
  }

  freeAt(bucket: Bucket): number {
    return this.freeAtMs.get(bucket) ?? -Infinity;
  }

  /** Asks at once: an operator has ended a cooldown. */
  forget(bucket: Bucket): void {
    for (const times of [this.retryAtMs, this.freeAtMs])
      for (const other of times.keys()) if (other.index === bucket.index) times.delete(other);
  }

  clear(): void {
    this.retryAtMs.clear();
    this.freeAtMs.clear();
  }

  /** So that channels without waiters leave nothing behind. */
  private forgetPast(nowMs: number): void {
    for (const times of [this.retryAtMs, this.freeAtMs])
      for (const [bucket, atMs] of times) if (atMs <= nowMs) times.delete(bucket);
  }

  private bucketOf(name: string): Bucket | undefined {
    const at = name.lastIndexOf('@');
    const quota = this.buckets.get(at === -1 ? name : name.slice(0, at));
    return quota instanceof ChannelQuota ? quota.find(name.slice(at + 1)) : quota;
  }
}
