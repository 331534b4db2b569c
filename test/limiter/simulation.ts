import type { Draw, DrawnQuota } from '../../src/core/upstream';
import type { Grant, LimitedQuota, Limiter, WaitOptions } from '../../src/limiter';
import type { TokenStore } from '../../src/limiter/tokens/token-store';
import { MemoryTokenStore } from '../../src/limiter/tokens/memory-token-store';
import type { MemoryTokenStoreSettings } from '../../src/limiter/tokens/memory-token-store';
import { QueuedLimiter } from '../../src/limiter/queued-limiter';
import type { Arrival } from './vendor-count';
import { VirtualClock } from './virtual-clock';

export const CLIENT_TIMEOUT_MS = 400;
export const MARGIN_MS = 50;

/** The course of a call after its grant. Times are milliseconds from the step before. */
export type Fate =
  | { readonly kind: 'answered'; readonly outMs: number; readonly backMs: number }
  | { readonly kind: 'lost' | 'crashed'; readonly outMs: number; readonly afterMs: number }
  | { readonly kind: 'unsent'; readonly afterMs: number };

export interface Call {
  readonly atMs: number;
  readonly client: string;
  readonly weight?: number;
  readonly urgency?: number;
  readonly share?: number;
  readonly draws: readonly Draw[];
  readonly maxWaitMs: number;
  readonly disconnectAfterMs?: number | undefined;
  readonly fate: Fate;
  /** Set for a client that takes a lease of so many milliseconds and makes the call itself. */
  readonly holdMs?: number | undefined;
}

export interface Outcome {
  readonly call: Call;
  readonly grantedAtMs?: number;
  readonly error?: unknown;
  readonly endedAtMs: number;
}

export interface GrantedArrival extends Arrival {
  readonly grantedAtMs: number;
  /** Number of its grant. */
  readonly order: number;
}

/** The reports of a call's end. */
type CallEnds = Pick<Grant, 'answered' | 'unsent' | 'lost'>;

export type StoreClass = new (settings: MemoryTokenStoreSettings) => TokenStore;

/** A limiter, callers, a network and a vendor that counts calls, in virtual time. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly limiter: Limiter;
  readonly tokens: TokenStore;
  readonly arrivals: GrantedArrival[] = [];
  private grants = 0;
  /** Leases that their holders have ended in time. */
  endedLeases = 0;
  readonly outcomes: Outcome[] = [];

  constructor(
    quotas: readonly LimitedQuota[],
    Store: StoreClass = MemoryTokenStore,
    maxWaiting = 10_000,
    coldStart = false,
  ) {
    this.tokens = new Store({
      quotas,
      clientTimeoutMs: CLIENT_TIMEOUT_MS,
      marginMs: MARGIN_MS,
      coldStart,
      clock: this.clock,
    });
    this.limiter = new QueuedLimiter(this.tokens, { clock: this.clock, maxWaiting });
  }

  plan(call: Call): void {
    this.clock.schedule(call.atMs, () => void this.make(call));
  }

  coolDown(atMs: number, quotas: readonly DrawnQuota[], forMs: number): void {
    this.clock.schedule(atMs, () => {
      this.limiter.coolDown(quotas, forMs);
    });
  }

  /** Makes a call now; resolves with its outcome when it is granted or refused. */
  async make(call: Call): Promise<Outcome> {
    const { client, weight = 1, urgency, share, maxWaitMs, disconnectAfterMs } = call;
    const disconnect = new AbortController();
    const { signal } = disconnect;
    if (disconnectAfterMs !== undefined)
      this.clock.after(disconnectAfterMs, () => {
        disconnect.abort('disconnected'); // the default reason is an error, which takes longer to make
      });
    const wait = {
      client,
      weight,
      maxWaitMs,
      signal,
      ...(urgency !== undefined && { urgency }),
      ...(share !== undefined && { share }),
    };
    const outcome = await this.begin(call, wait).then(
      (grant) => {
        this.simulate(grant, call);
        return { call, grantedAtMs: this.clock.now(), endedAtMs: this.clock.now() };
      },
      (error: unknown) => ({ call, error, endedAtMs: this.clock.now() }),
    );
    this.outcomes.push(outcome);
    return outcome;
  }

  private async begin({ draws, holdMs, client }: Call, wait: WaitOptions): Promise<CallEnds> {
    if (holdMs === undefined) return this.limiter.acquire(draws, wait);
    const { id } = await this.limiter.lease(draws, holdMs, wait);
    const end = (how: 'answered' | 'unsent') => () =>
      void this.limiter.endLease(id, client, how).then((wasHeld) => {
        if (wasHeld) this.endedLeases += 1;
      });
    return { answered: end('answered'), unsent: end('unsent'), lost: () => undefined };
  }

  private simulate(grant: CallEnds, { fate, draws, holdMs = Infinity }: Call): void {
    const grantedAtMs = this.clock.now();
    const order = this.grants++;
    const arrive =
      (then: () => void = () => undefined) =>
      () => {
        this.arrivals.push({ atMs: this.clock.now(), draws, grantedAtMs, order });
        then();
      };
    switch (fate.kind) {
      case 'answered':
        this.clock.after(
          Math.min(fate.outMs, holdMs), // a holder sends nothing that could arrive after its lease
          arrive(() => {
            this.clock.after(fate.backMs, () => {
              grant.answered();
            });
          }),
        );
        return;
      case 'lost':
        this.clock.after(Math.min(fate.outMs, holdMs), arrive());
        this.clock.after(fate.afterMs, () => {
          grant.lost();
        });
        return;
      case 'crashed':
        this.clock.after(Math.min(fate.outMs, holdMs), arrive());
        return;
      case 'unsent':
        this.clock.after(fate.afterMs, () => {
          grant.unsent();
        });
    }
  }
}
