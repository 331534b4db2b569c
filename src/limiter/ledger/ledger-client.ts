import { join } from 'node:path';
import { JoinSlots } from './join-slots';
import { LedgerTime } from './ledger-time';
import type {
  CoolDownMessage,
  DrawMessage,
  EndCooldownMessage,
  EndSuspensionMessage,
  JoinMessage,
  LedgerReply,
} from './messages';
import { readReply } from './messages';
import { ShortageNotices } from './shortage-notices';
import { readScript, type RedisConnection, type Script } from '../../redis';

const readLedgerScript = (...names: readonly string[]): Script =>
  readScript(
    ...['resting-entries', 'ledger', ...names].map((name) => join(__dirname, `${name}.lua`)),
  );

const DRAW = readLedgerScript('fallback-share', 'client-leases', 'channels', 'quota-views', 'draw');
const JOIN = readLedgerScript('fallback-share', 'client-leases', 'channels', 'quota-views', 'join');
const COOL_DOWN = readLedgerScript('channels', 'cool-down');
const END_COOLDOWN = readLedgerScript('end-cooldown');
const END_SUSPENSION = readLedgerScript('end-suspension');

/** Sends messages to the ledger of one vendor account. Each message is sent once and has a reply timeout. */
export class LedgerClient {
  private readonly key: string;
  private readonly time = new LedgerTime();
  private readonly notices: ShortageNotices;
  /** The accounts of this process take turns to join. */
  readonly joinSlots: JoinSlots;

  /** @param replicaName kept when the replica restarts, and no live replica has the same; empty: none is known */
  constructor(
    private readonly redis: RedisConnection,
    private readonly account: string,
    private readonly replicaName: string,
    private readonly onRoundTrip: (ok: boolean, tookMs: number) => void = () => undefined,
    private readonly onClockStep: (byMs: number) => void = () => undefined,
  ) {
    this.key = `{cmg:${account}}`;
    this.notices = ShortageNotices.of(redis);
    this.joinSlots = JoinSlots.of(redis);
  }

  draw(message: DrawMessage): Promise<LedgerReply> {
    return this.send(DRAW, message);
  }

  async join(message: JoinMessage): Promise<LedgerReply> {
    const reply = await this.send(JOIN, { ...message, replicaName: this.replicaName });
    // it is in quarantine until all replicas have reported what they use, those at rest too
    if (reply.opensInMs > 0) this.postShortage();
    return reply;
  }

  coolDown(message: CoolDownMessage): Promise<LedgerReply> {
    return this.send(COOL_DOWN, message);
  }

  endCooldown(message: EndCooldownMessage): Promise<LedgerReply> {
    return this.send(END_COOLDOWN, message);
  }

  endSuspension(message: EndSuspensionMessage): Promise<LedgerReply> {
    return this.send(END_SUSPENSION, message);
  }

  /**
   * Wakes the replicas at rest: a waiter lacks tokens which are set aside for them, a cooldown was ended, or the
   * ledger is in quarantine until they have reported what they use.
   */
  postShortage(): void {
    this.notices.post(this.account);
  }

  /**
   * @param listener called when another replica wakes those at rest
   * @returns a function that ends the listening
   */
  onShortage(listener: () => void): () => void {
    return this.notices.listen(this.account, listener);
  }

  /** Whether a message can be sent now. */
  get isConnected(): boolean {
    return this.redis.isUsable;
  }

  /** @returns a function that ends the listening */
  onLost(listener: () => void): () => void {
    return this.redis.onLost(listener);
  }

  /** Ends this ledger's use of the connection. */
  release(): void {
    this.redis.release();
  }

  /** @throws RedisFailure also when no reply came in time; the script may have run all the same */
  private async send(script: Script, message: object): Promise<LedgerReply> {
    const sentMs = performance.now();
    let ok = false;
    try {
      const text = JSON.stringify({ ...message, ...this.time.stamp(sentMs) });
      const reply = readReply(await this.redis.run('ledger', script, this.key, text));
      ok = true;
      if (reply.clockStepMs !== 0) this.onClockStep(reply.clockStepMs);
      const isPossible = this.time.see(reply, sentMs, performance.now());
      return isPossible ? reply : { ...reply, epoch: '' };
    } finally {
      this.onRoundTrip(ok, performance.now() - sentMs);
    }
  }
}

export type LedgerConnection = Pick<
  LedgerClient,
  'draw' | 'join' | 'joinSlots' | 'isConnected' | 'onLost' | 'release'
>;
