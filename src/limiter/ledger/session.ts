import { randomBytes } from 'node:crypto';
import { WakeTimer } from '../wake-timer';
import type { Clock } from '../clock';
import type { Flight } from '../tokens/in-flight';
import type { FlightEnd } from '../tokens/memory-token-store';
import type { Ask } from './grant-requests';
import { drawText } from './grant-requests';
import type { LedgerClient } from './ledger-client';
import type { DrawText, End, JoinRequest, LedgerReply, Trust } from './messages';
import type { Stake } from './replica-usage';

/** An idle replica is heard of this often: it learns of a lost ledger before a caller does. */
const HEARTBEAT_MS = 250;
/** How long the end of a call may go untold where nobody waits for its tokens. */
const LINGER_MS = 10;
const RETRY_MS = 50;
/** How often a replica in vain asks before it takes Redis for lost. */
const ATTEMPTS = 2;
/** Who has said nothing for so long may go on alone: no sooner, and the ledger expects it no later. */
const ABSENT_MS = 600;
/** How often a replica that goes on alone asks whether it need not. */
const RETURN_MS = 250;
/** Every replica that is alive has spoken within that time. */
const LISTEN_MS = 2000;

/** What a replica has to say to the ledger, and what becomes of the answer. */
export interface Replica {
  readonly terms: Pick<JoinRequest, 'quotas' | 'cold' | 'shortWindow' | 'flight'>;
  /** Whether there are tokens for everyone, here and elsewhere: what comes back is not waited for. */
  readonly isAtEase: boolean;
  stake(): Stake;
  /** What it would go on with at once should Redis be lost now. */
  trust(): Trust;
  /** @param all what had to wait is asked for too, since somebody goes anyway */
  asks(all: boolean): readonly Ask[];
  /** All that its callers in line wait for. */
  line(): DrawText;
  /** Names and times of what was asked for; times in the reply are counted from after `sentMs`. */
  granted(asks: readonly Ask[], names: readonly string[], reply: LedgerReply, sentMs: number): void;
  told(reply: LedgerReply): void;
  /** What the ledger granted and nobody has used is no longer valid. */
  forget(): void;
  /** From now on its own share is all there is; or no longer. */
  goAlone(alone: boolean): void;
}

/**
 * A replica's conversation with the ledger, one round trip at a time: what comes up meanwhile goes
 * with the next. After any failure it joins anew with what it knows to be in use, so nothing need be
 * sent twice.
 */
export class LedgerSession {
  private readonly name = randomBytes(6).toString('hex');
  private readonly alarm: WakeTimer;
  /** By what name the ledger knows a call that is away. */
  private readonly grants = new Map<Flight, string>();
  private ends: End[] = [];
  private trips = 0;
  private epoch = '';
  private joined = false;
  private alone = false;
  private outdated = false;
  /** The ledger keeps more for this replica than it was told of last: so it has heard. */
  private isKeptMore = false;
  private turn: 'none' | 'due' | 'taken' = 'none';
  private more = false;
  private closing = false;
  private left = false;
  private toldAtMs = -Infinity;
  /** When something was sent that the ledger may have read. */
  private spokeAtMs: number;
  private failures = 0;

  constructor(
    private readonly ledger: LedgerClient,
    private readonly replica: Replica,
    private readonly clock: Clock,
  ) {
    this.spokeAtMs = clock.now();
    this.alarm = new WakeTimer(clock, () => {
      this.speak();
    });
  }

  /** There may be something to say; it is said with everything else of this turn of the event loop. */
  speak(): void {
    if (this.turn === 'taken') this.more = true;
    if (this.turn !== 'none') return;
    this.turn = 'due';
    setImmediate(() => void this.takeTurn());
  }

  /** The terms have changed: the ledger is told all anew. */
  joinAnew(): void {
    this.outdated = true;
    this.speak();
  }

  speakBy(atMs: number): void {
    this.alarm.wakeBy(atMs);
  }

  /** A grant of the ledger is used by a call now. */
  used(grant: string, flight: Flight): void {
    this.grants.set(flight, grant);
  }

  ended(flight: Flight, how: FlightEnd): void {
    const grant = this.grants.get(flight);
    this.grants.delete(flight);
    if (grant !== undefined && how !== 'expired') this.end(grant, how);
  }

  end(grant: string, how: End[1]): void {
    this.ends.push([grant, how]);
    if (!this.joined) return;
    if (this.replica.isAtEase) this.speakBy(this.clock.now() + LINGER_MS);
    else this.speak();
  }

  /** Where it cannot be told now, this replica alone pauses. */
  coolDown(quotas: readonly string[], forMs: number): void {
    const { epoch } = this;
    this.ledger.coolDown({ epoch, quotas, forMs, absent: ABSENT_MS }).catch(() => undefined);
  }

  /** The last ends are told, then the connection is closed. */
  close(): void {
    this.closing = true;
    this.speak();
  }

  private async takeTurn(): Promise<void> {
    this.turn = 'taken';
    this.more = false;
    const nowMs = this.clock.now();
    if (this.isLost(nowMs)) this.goAlone(true);
    if (this.outdated && this.joined) this.drop();
    this.outdated = false;
    if (!this.ledger.isConnected) this.drop();
    else if (this.alone || this.failures < ATTEMPTS) await this.talk(nowMs);
    this.turn = 'none';
    if (this.closing && (this.left || !this.joined)) this.leave();
    else if (!this.joined) this.speakBy(this.clock.now() + (this.alone ? RETURN_MS : RETRY_MS));
    else this.speakIfMore();
  }

  private speakIfMore(): void {
    if (this.more) this.speak();
  }

  private isLost(nowMs: number): boolean {
    const isSilent = nowMs >= this.spokeAtMs + ABSENT_MS;
    return !this.joined && !this.alone && isSilent;
  }

  private async talk(nowMs: number): Promise<void> {
    try {
      await (this.joined ? this.draw(nowMs) : this.join(nowMs));
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.drop();
    }
  }

  /** What the ledger has in its name is not sure any more; the next join says what it should be. */
  private drop(): void {
    this.joined = false;
    this.ends = [];
    this.grants.clear();
    this.replica.forget();
  }

  private goAlone(alone: boolean): void {
    this.alone = alone;
    this.replica.goAlone(alone);
  }

  private async draw(sentMs: number): Promise<void> {
    const { name: replica, epoch } = this;
    const { flight, quotas } = this.replica.terms;
    const asks = this.replica.asks(this.ends.length > 0);
    const { ends } = this;
    const isQuiet = sentMs < this.toldAtMs + HEARTBEAT_MS;
    const leaving = this.closing && !this.isUsed;
    this.speakBy(sentMs + HEARTBEAT_MS);
    if (ends.length === 0 && asks.length === 0 && isQuiet && !leaving && !this.isKeptMore) return;
    this.ends = [];
    const trust = this.replica.trust();
    this.spokeAtMs = sentMs;
    const trip = ++this.trips;
    const wants = asks.map(({ lane, ahead }) => ({ draws: drawText(lane.draws), ahead }));
    const asked = asks.flatMap(({ lane }) => lane.draws.map(({ bucket }) => bucket.name));
    const view = isQuiet ? [...new Set(asked)] : quotas.map((quota) => quota.name);
    const reply = await this.ledger.draw({
      line: this.replica.line(),
      absent: ABSENT_MS,
      ...{ replica, trip, epoch, flight, ends, wants, view, leaving, trust },
    });
    this.left = leaving;
    if (reply.epoch !== epoch) throw new Error('The ledger has begun anew.');
    if (!isQuiet) this.toldAtMs = this.clock.now();
    const names = wants.map(({ draws }, index) => nameOf(replica, trip, index, draws));
    this.replica.granted(asks, names, reply, sentMs);
    this.isKeptMore = isLess(this.replica.trust(), trust);
    if (this.isKeptMore) this.more = true;
  }

  private async join(sentMs: number): Promise<void> {
    const { name: replica, epoch: known, alone } = this;
    const { flights, ...stake } = this.replica.stake();
    const trip = ++this.trips;
    this.ends = [];
    this.grants.clear();
    for (const [index, flight] of flights.entries())
      this.grants.set(flight, nameOf(replica, trip, index, drawText(flight.draws)));
    const fresh = `${replica}-${trip}`;
    this.spokeAtMs = sentMs;
    const reply = await this.ledger.join({
      ...this.replica.terms,
      ...stake,
      ...{ replica, trip, alone, known, fresh, trust: this.replica.trust() },
      ...{ listen: LISTEN_MS, absent: ABSENT_MS },
    });
    if (reply.epoch === '') throw new Error('A later message was faster.');
    this.epoch = reply.epoch;
    this.toldAtMs = this.clock.now();
    this.replica.told(reply);
    // While the ledger is closed it goes on alone; then it says what it still uses, and is one of many.
    if (!alone) this.joined = true;
    else if (reply.opensInMs <= 0) this.goAlone(false);
    this.more = true;
  }

  private get isUsed(): boolean {
    return [...this.grants.keys()].some(({ state }) => state === 'open');
  }

  private leave(): void {
    this.alarm.off();
    this.ledger.release();
  }
}

/** As the scripts make it up: a call is known by the want that it came from, counted from 1. */
const nameOf = (replica: string, trip: number, index: number, draws: DrawText): string =>
  `${replica}:${trip}:${index + 1}|${draws}`;

const isLess = (now: Trust, before: Trust): boolean =>
  Object.entries(before).some(([quota, [tokens]]) => (now[quota]?.[0] ?? 0) < tokens);
