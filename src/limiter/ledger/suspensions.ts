import type { Bucket } from '../bucket';
import type { Clock } from '../clock';
import type { SuspendedShare } from '../limiter';
import { suspensionNotEnded } from '../refusals';
import type { LimiterObserver } from '../settings';
import type { SuspendedShares } from '../tokens/token-store';
import type { FreeAt } from './fleet-quota';
import { drawsIn } from './grant-requests';
import type { LedgerClient } from './ledger-client';
import type { LedgerReply } from './messages';
import { SILENT_AFTER_MS } from './session-times';

interface Suspension {
  readonly replica: string;
  /** Tokens by quota. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly endsAtMs: number;
}

/** The suspended shares of silent replicas, by the last reply that told them, and their end by an operator. */
export class Suspensions implements SuspendedShares {
  private all: readonly Suspension[] = [];

  constructor(
    private readonly ledger: Pick<LedgerClient, 'endSuspension'>,
    private readonly session: { readonly epoch: string; endRest(): void },
    private readonly clock: Clock,
    private readonly observer: LimiterObserver | undefined,
  ) {}

  noteReply({ suspended }: LedgerReply): void {
    if (suspended === undefined) return;
    const nowMs = this.clock.now();
    const before = keyOf(this.all);
    this.all = suspended.map(([replica, draws, endsInMs]) => ({
      replica,
      tokens: new Map(drawsIn(draws)),
      endsAtMs: nowMs + endsInMs,
    }));
    if (keyOf(this.all) === before) return;
    this.observer?.suspended(
      this.all.map(({ replica, endsAtMs }) => ({ replica, endsInMs: endsAtMs - nowMs })),
    );
  }

  of({ name }: Bucket): readonly SuspendedShare[] {
    const nowMs = this.clock.now();
    return this.all.flatMap(({ replica, tokens, endsAtMs }) => {
      const share = tokens.get(name);
      return share === undefined || endsAtMs <= nowMs
        ? []
        : [{ replica, tokens: share, endsInMs: endsAtMs - nowMs }];
    });
  }

  /** The tokens of a quota in suspended shares, and when these end. */
  tokensOf(bucket: Bucket): readonly FreeAt[] {
    const nowMs = this.clock.now();
    return this.of(bucket).map(({ tokens, endsInMs }): FreeAt => [tokens, nowMs + endsInMs]);
  }

  async end({ name: quota }: Bucket, replica: string): Promise<boolean> {
    const { epoch } = this.session;
    const message = { epoch, silentAfterMs: SILENT_AFTER_MS, quota, silentReplica: replica };
    const reply = await this.ledger.endSuspension(message).catch((cause: unknown) => {
      throw suspensionNotEnded(quota, cause);
    });
    if (reply.epoch === '' || reply.epoch !== epoch) throw suspensionNotEnded(quota);
    if (reply.isEnded) this.forget(quota, replica);
    this.session.endRest(); // the next reply tells all that are left
    return reply.isEnded;
  }

  private forget(quota: string, ended: string): void {
    this.all = this.all.map((one) =>
      one.replica === ended
        ? { ...one, tokens: new Map([...one.tokens].filter(([name]) => name !== quota)) }
        : one,
    );
  }
}

/** Equal for the same replicas, so that each suspension is reported once. */
const keyOf = (all: readonly Suspension[]): string =>
  JSON.stringify(all.map(({ replica }) => replica).sort());
