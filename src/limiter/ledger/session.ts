import { randomBytes } from 'node:crypto';
import { WakeTimer } from '../wake-timer';
import type { Clock } from '../clock';
import type { InFlightCall } from '../in-flight';
import type { CallEnd } from '../tokens/memory-token-store';
import { CoalescedTask } from './coalesced-task';
import { EndedGrants } from './ended-grants';
import { drawText } from './grant-requests';
import type { LedgerConnection } from './ledger-client';
import { grantName, nameOf, requestedGrant } from './granted';
import { CLOCK_DRIFT } from './ledger-time';
import type { EndedLease, GrantEnd, LedgerReply } from './messages';
import { joinMessage } from './join-message';
import { JoinTurn } from './join-turn';
import { LeaseEnds, settleLeaseEnds } from './lease-ends';
import type { Replica } from './replica';
import { hasLedger, isGrantsLost, isJoining, modeOf, nextState } from './session-state';
import type { SessionEvent, SessionState } from './session-state';
import { SESSION_TIMES as TIMES, SILENT_AFTER_MS } from './session-times';
import { addedLeaseMs, type SessionTerms } from './session-terms';
import { ViewTimes } from './view-times';

/**
 * A replica's session with the ledger: a state machine (session-state.ts) and one round trip at a time.
 * All that comes up during a round trip goes with the next one. After any failure the replica joins again
 * with what it knows to be in use, so no message has to be sent twice.
 */
export class LedgerSession {
  private readonly name = randomBytes(6).toString('hex');
  private readonly timer: WakeTimer;
  private readonly stopListening: () => void;
  private readonly roundTrip = new CoalescedTask(() => this.runRoundTrip());
  private state: SessionState = 'joining';
  private isClosing = false;
  private trips = 0;
  /** The epoch of the last join; empty before. */
  epoch = '';
  private joinedTerms: SessionTerms | undefined;
  private readonly ended = new EndedGrants();
  /** The ends of leases whose callers await the reply. */
  private readonly leaseEnds = new LeaseEnds();
  /** When a message was sent that the ledger may have read. */
  private lastSentAtMs: number;
  private readonly views: ViewTimes;
  /** Until then the ledger keeps the fallback share from others. */
  leaseEndMs = -Infinity;
  /** By the last reply, all shares are set aside, and no message is expected soon. */
  private isIdle = false;
  readonly turn: JoinTurn;
  /** In fallback, the next join is due then. */
  private rejoinAtMs = -Infinity;

  constructor(
    private readonly ledger: LedgerConnection,
    private readonly replica: Replica,
    private readonly clock: Clock,
  ) {
    this.lastSentAtMs = clock.now();
    this.views = new ViewTimes(clock);
    const wake = this.request.bind(this);
    this.timer = new WakeTimer(clock, wake);
    this.turn = new JoinTurn(ledger, wake);
    // a replica at rest would notice it with its next message only
    this.stopListening = ledger.onLost(wake);
  }

  /** Starts a round trip in the next turn of the event loop, if there is anything to send then. */
  request(): void {
    this.roundTrip.request();
  }

  requestBy(atMs: number): void {
    this.timer.wakeBy(atMs);
  }

  /** Reports the end of a call. The ledger notices the end of a lease itself. */
  callEnded(call: InFlightCall, end: CallEnd): void {
    const { grantName: name } = call;
    call.grantName = undefined;
    if (name !== undefined && end !== 'expired') this.endGrant(name, end);
  }

  endGrant(name: string, how: GrantEnd[1]): void {
    const nowMs = this.clock.now();
    const dueMs = this.ended.add(name, how, !this.replica.hasAmpleTokens, nowMs);
    if (this.state === 'shared' && dueMs <= nowMs) this.request();
    else if (this.state === 'shared') this.requestBy(dueMs);
  }

  /**
   * Ends the lease of a client, on whichever replica it was granted, or asks for it.
   * @returns false if the client has no such lease, or no longer
   * @throws GatewayError limiter-unavailable if there is no reply
   */
  endLease(...end: EndedLease): Promise<boolean> {
    const ended = this.leaseEnds.add(...end);
    if (hasLedger(this.state)) this.request();
    else this.leaseEnds.rejectAll();
    return ended;
  }

  /** Sends a message soon, even if all shares are set aside. */
  endRest(): void {
    this.isIdle = false;
    this.request();
  }

  /** Resolves when the views of the quotas are recent, or when the ledger does not give them. Does not fail. */
  async refresh(): Promise<void> {
    if (this.state !== 'shared' || this.clock.now() < this.views.dueAt(TIMES.heartbeatMs)) return;
    this.isIdle = false;
    await this.roundTrip.requestAndWait();
  }

  /** Whether a replica in fallback may still use its share. */
  mayUseShare(nowMs: number): boolean {
    const lastCallEndMs = nowMs + addedLeaseMs(this.joinedTerms, this.replica.terms);
    return lastCallEndMs <= this.leaseEndMs || this.replica.fallback.outlastsLease;
  }

  /** Reports the last ends, tells the ledger that the replica leaves, and releases the connection. */
  close(): void {
    this.isClosing = true;
    this.ended.hurry();
    this.request();
  }

  private async runRoundTrip(): Promise<boolean> {
    const nowMs = this.clock.now();
    if (!this.mayUseShare(nowMs) && this.state === 'fallback') this.dispatch('lease elapsed');
    if (nowMs >= this.lastSentAtMs + SILENT_AFTER_MS)
      this.dispatch(this.mayUseShare(nowMs) ? 'silence elapsed' : 'lease elapsed');
    if (this.state === 'shared' && this.replica.terms !== this.joinedTerms)
      this.dispatch('terms changed');
    if (!this.ledger.isConnected) this.dispatch('disconnected');
    else {
      const event = await this.exchangeMessages(nowMs).catch((): SessionEvent => 'failed');
      if (event) this.dispatch(event);
    }
    if (this.isClosing) this.dispatch('closing');
    this.scheduleNext();
    return this.state === 'shared';
  }

  /** @returns the event that follows from the reply */
  private async exchangeMessages(nowMs: number): Promise<SessionEvent | undefined> {
    switch (this.state) {
      case 'shared':
        return this.draw(nowMs);
      case 'joining':
      case 'retrying':
      case 'refusing':
        return (await this.turn.take(() => this.join(nowMs, false), this.state)) && 'joined';
      case 'fallback':
        if (nowMs < this.rejoinAtMs) return undefined;
        return this.turn.take(() => this.joinFromFallback(nowMs), this.state);
      case 'silent':
      case 'closed':
        return undefined;
    }
  }

  /** The only place in which the state changes. */
  private dispatch(event: SessionEvent): void {
    const previous = this.state;
    this.state = nextState(previous, event);
    if (isGrantsLost(event)) this.discardGrants();
    if (this.state === previous) return;
    if (!isJoining(this.state)) this.turn.leave();
    if (modeOf(this.state) !== modeOf(previous)) this.replica.changeMode(modeOf(this.state));
    if (!hasLedger(this.state)) this.leaseEnds.rejectAll();
    if (this.state === 'shared') this.request();
    if (this.state === 'closed') {
      this.timer.cancel();
      this.stopListening();
      this.ledger.release();
    }
  }

  private scheduleNext(): void {
    const nowMs = this.clock.now();
    if (modeOf(this.state) !== 'shared' || this.turn.isAwaited)
      this.requestBy(Math.max(nowMs + TIMES.fallbackJoinMs, this.rejoinAtMs));
    else if (this.state !== 'shared' && this.state !== 'closed')
      this.requestBy(nowMs + TIMES.joinRetryMs);
  }

  private discardGrants(): void {
    this.ended.discard();
    for (const call of this.replica.callsInFlight) call.grantName = undefined;
    this.replica.discardGrants();
  }

  /**
   * Sends what there is to send; nothing if the last message is recent.
   * @throws Error without a reply, or when the epoch has ended
   */
  private async draw(sentMs: number): Promise<SessionEvent | undefined> {
    const { name: replica, epoch } = this;
    const { leaseMs, quotas, channelQuotas } = this.replica.terms;
    const areEndsDue = sentMs >= this.ended.dueMs;
    const viewsDueMs = this.views.dueAt(this.intervalMs);
    const isLeaving =
      this.isClosing && [...this.replica.callsInFlight].every(({ state }) => state !== 'open');
    const mustSend = areEndsDue || !this.leaseEnds.isEmpty || isLeaving;
    const requests = this.replica.planRequests({
      isDue: mustSend || sentMs >= viewsDueMs,
      hasEnds: areEndsDue,
    });
    const returns = this.replica.fallback.takeReturns(sentMs);
    const areViewsDue = sentMs >= viewsDueMs || returns.length > 0;
    const hasContent = mustSend || requests.length > 0;
    if (!hasContent && !areViewsDue) {
      this.requestBy(Math.min(viewsDueMs, this.ended.dueMs));
      return undefined;
    }
    const areViewsRecent = !areViewsDue && this.views.areRecent(sentMs, this.intervalMs);
    const ends = this.ended.take(sentMs);
    const leaseEnds = this.leaseEnds.take();
    this.lastSentAtMs = sentMs;
    const trip = ++this.trips;
    const requested = requests.map(requestedGrant);
    const drawn = requests.flatMap(({ lane }) => lane.draws.map(({ bucket }) => bucket.name));
    const sent = this.ledger.draw({
      replica,
      trip,
      epoch,
      leaseMs,
      ends,
      channelEnds: this.replica.takeChannelEnds(sentMs),
      channelQuotas,
      leaseEnds: leaseEnds.map(({ end }) => end),
      listsLeases: !areViewsRecent || requested.some(({ lease }) => lease !== undefined),
      requests: requested,
      queued: this.replica.queuedDraws(),
      views: areViewsRecent && !isLeaving ? [...new Set(drawn)] : quotas.map((quota) => quota.name),
      viewedClockMs: areViewsRecent ? 0 : this.views.ledgerClockMs,
      silentAfterMs: SILENT_AFTER_MS,
      isLeaving,
      idleForMs: this.replica.isAtRest && !hasContent ? this.idleIntervalMs + TIMES.idleDelayMs : 0,
      areSharesAside: this.isIdle && !hasContent && returns.length === 0,
      returns,
      wantedShares: areViewsRecent ? {} : this.replica.fallback.wantedShares(false),
    });
    this.isIdle = false;
    const reply = await settleLeaseEnds(leaseEnds, epoch, sent);
    this.renewLease(sentMs);
    this.isIdle = reply.isIdle;
    if (!areViewsRecent) this.views.noteReply(reply);
    this.requestBy(this.views.dueAt(this.intervalMs));
    const names = requested.map((request, index) => nameOf(request, replica, trip, index));
    this.replica.applyGrants(requests, names, reply, sentMs);
    return isLeaving ? 'left' : undefined;
  }

  /** @throws Error without a reply, or when the ledger has read a later message before */
  private async join(sentMs: number, isInFallback: boolean): Promise<LedgerReply> {
    const { terms } = this.replica;
    const usage = this.replica.usage();
    const trip = ++this.trips;
    this.discardGrants();
    this.ended.begin(terms);
    for (const [index, call] of usage.calls.entries())
      call.grantName = grantName(this.name, trip, index, drawText(call.draws));
    this.joinedTerms = terms;
    this.isIdle = false;
    this.lastSentAtMs = sentMs;
    const join = { replica: this.name, trip, isInFallback, knownEpoch: this.epoch };
    const reply = await this.ledger.join(joinMessage(this.replica, usage, join, sentMs));
    if (reply.epoch === '') throw new Error('The ledger has read a later message before this one.');
    this.epoch = reply.epoch;
    this.renewLease(sentMs);
    this.views.noteReply(reply);
    this.replica.applyViews(reply);
    return reply;
  }

  /**
   * Joins with the whole share; when the ledger grants, joins once more, with what is really in use. The second join
   * has the same turn, so that the other accounts of this process cannot delay it until the ledger takes this
   * replica to be in fallback again.
   * @returns `joined` if the replica has left the fallback
   */
  private async joinFromFallback(sentMs: number): Promise<SessionEvent | undefined> {
    const { opensInMs } = await this.join(sentMs, true);
    if (opensInMs > 0) {
      this.rejoinAtMs = this.clock.now() + Math.min(opensInMs, TIMES.maxFallbackJoinMs);
      return undefined;
    }
    this.dispatch('ledger open');
    await this.join(this.clock.now(), false);
    return 'joined';
  }

  /** From one message to the next, if nothing else is to be sent. */
  private get intervalMs(): number {
    return this.isIdle ? this.idleIntervalMs : TIMES.heartbeatMs;
  }

  private get idleIntervalMs(): number {
    return Math.min(TIMES.idleMs, (this.joinedTerms?.fallbackMs ?? 0) / 2);
  }

  /** The ledger keeps the share from others for this time after it has received the message, or longer. */
  private renewLease(sentMs: number): void {
    this.leaseEndMs = sentMs + (this.joinedTerms?.fallbackMs ?? 0) * (1 - CLOCK_DRIFT);
  }
}
