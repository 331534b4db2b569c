import { join } from 'node:path';
import { readScript, type RedisConnection } from '../../redis';

const POST = readScript(join(__dirname, 'post-shortage.lua'));

/** One key for all accounts, so that one command reads the notices of all. */
const KEY = 'cmg:shortages';
const READ_INTERVAL_MS = 500;
/** The same shortage is posted at most this often. */
const POST_INTERVAL_MS = 300;

/**
 * Notices for replicas at rest, which send nothing to the ledger of an account: waiters lack tokens that are set
 * aside for them, a cooldown was ended, or the ledger is in quarantine. Each process reads the notices of all
 * accounts twice a second with one command.
 */
export class ShortageNotices {
  private static readonly byConnection = new WeakMap<RedisConnection, ShortageNotices>();
  private readonly listeners = new Map<string, () => void>();
  private readonly postedAtMs = new Map<string, number>();
  /** By account: the time of the last notice that was read. */
  private readonly seen = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly redis: RedisConnection) {}

  static of(redis: RedisConnection): ShortageNotices {
    const known = ShortageNotices.byConnection.get(redis);
    if (known) return known;
    const notices = new ShortageNotices(redis);
    ShortageNotices.byConnection.set(redis, notices);
    return notices;
  }

  /** A notice that is lost is posted again while the shortage lasts. */
  post(account: string): void {
    const nowMs = performance.now();
    if (nowMs < (this.postedAtMs.get(account) ?? -Infinity) + POST_INTERVAL_MS) return;
    this.postedAtMs.set(account, nowMs);
    this.redis.run('ledger', POST, KEY, account).catch(() => undefined);
  }

  /** @returns a function that ends the listening */
  listen(account: string, listener: () => void): () => void {
    this.listeners.set(account, listener);
    this.timer ??= setInterval(() => void this.read(), READ_INTERVAL_MS).unref();
    return () => {
      this.listeners.delete(account);
      this.seen.delete(account);
      this.postedAtMs.delete(account);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private async read(): Promise<void> {
    if (!this.redis.isUsable) return;
    const rows = await this.redis.readScores('ledger', KEY).catch(() => []);
    for (let index = 0; index + 1 < rows.length; index += 2) {
      const [account = '', time = ''] = rows.slice(index, index + 2);
      if (this.seen.get(account) === time || !this.listeners.has(account)) continue;
      this.seen.set(account, time);
      this.listeners.get(account)?.();
    }
  }
}
