import type { CoolRequest, DrawRequest, JoinRequest, LedgerReply } from './messages';
import { readReply } from './messages';
import { withReplyTimeout, type RedisConnection, type Script } from '../../redis';
import { COOL, DRAW, JOIN } from './scripts';

/** The ledger of one account in Redis. Nothing is sent twice, and no reply is waited for for long. */
export class LedgerClient {
  private readonly key: string;

  constructor(
    private readonly redis: RedisConnection,
    account: string,
    private readonly observe: (ok: boolean, tookMs: number) => void = () => undefined,
  ) {
    this.key = `{cmg:${account}}`;
  }

  draw(request: DrawRequest): Promise<LedgerReply> {
    return this.trip(DRAW, request);
  }

  join(request: JoinRequest): Promise<LedgerReply> {
    return this.trip(JOIN, request);
  }

  coolDown(request: CoolRequest): Promise<LedgerReply> {
    return this.trip(COOL, request);
  }

  /** Whether what is sent now leaves at once. */
  get isConnected(): boolean {
    return this.redis.client.status === 'ready';
  }

  /** This ledger needs the connection no longer. */
  release(): void {
    this.redis.release();
  }

  /** @throws Error where no reply came in time; the script may have run all the same */
  private async trip(script: Script, request: object): Promise<LedgerReply> {
    const sentMs = performance.now();
    let ok = false;
    try {
      const told = JSON.stringify({ ...request, seen: this.redis.seen });
      const reply = readReply(
        await withReplyTimeout(script.run(this.redis.client, this.key, told)),
      );
      ok = true;
      if (reply.clock > 0) this.redis.seen = reply.clock;
      return reply;
    } finally {
      this.observe(ok, performance.now() - sentMs);
    }
  }
}
