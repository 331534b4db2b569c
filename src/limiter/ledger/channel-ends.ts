import type { InFlightCall } from '../in-flight';
import type { LedgerGrant } from './grant-pool';
import { channelDraws } from './grant-requests';
import { CLOCK_DRIFT } from './ledger-time';
import type { CallEnd } from '../tokens/memory-token-store';
import type { ChannelEnd, GrantEnd } from './messages';

/**
 * The ends of draws on quotas per channel that the ledger has not been told yet. They keep the name of their
 * grant when the replica joins again. An end that is not told costs only time: the ledger counts the tokens
 * until a window after their lease.
 */
export class ChannelEnds {
  private ends: (readonly [name: string, entry: string, how: GrantEnd[1], atMs: number])[] = [];

  callEnded(call: InFlightCall, how: CallEnd, atMs: number): void {
    const { channelGrantName } = call;
    call.channelGrantName = undefined;
    if (channelGrantName !== undefined && how !== 'expired')
      this.add(channelGrantName, call, how, atMs);
  }

  /** The grant was not used. */
  giveBack({ name, lane }: Pick<LedgerGrant, 'name' | 'lane'>, atMs: number): void {
    this.add(name, lane, 'unsent', atMs);
  }

  /** Those that a message has told, or that it is not worth telling after a failure. */
  discard(): void {
    this.ends = [];
  }

  /** Removes all. @returns them as a message that is sent now tells them */
  take(nowMs: number): readonly ChannelEnd[] {
    const { ends } = this;
    this.discard();
    return ends.map(([name, entry, how, atMs]) => [
      name,
      entry,
      how,
      Math.floor((nowMs - atMs) * (1 - CLOCK_DRIFT)),
    ]);
  }

  private add(
    grant: string,
    { draws }: Pick<InFlightCall, 'draws'>,
    how: GrantEnd[1],
    atMs: number,
  ): void {
    const base = grant.slice(0, grant.indexOf('|'));
    for (const [name, tokens] of channelDraws(draws))
      this.ends.push([name, `${base}:${tokens}`, how, atMs]);
  }
}
