import type { LedgerGrant } from './grant-pool';
import { MAX_HOLD_MS } from '../queue/wait-options';
import { channelDraws, drawText, type GrantRequest } from './grant-requests';
import { CLOCK_DRIFT } from './ledger-time';
import type { DrawText, LedgerReply, RequestedGrant } from './messages';

interface ReplyTimes {
  readonly sentMs: number;
  readonly nowMs: number;
  /** A grant may take so long from Redis to its call. */
  readonly deliveryMs: number;
}

/**
 * The grants of a reply. The ledger made them between `sentMs` and `nowMs`: each starts at the latest and ends
 * at the earliest time that this allows.
 * @param names of the grants in the ledger, by request
 */
export const grantsIn = (
  reply: LedgerReply,
  requests: readonly GrantRequest[],
  names: readonly string[],
  { sentMs, nowMs, deliveryMs }: ReplyTimes,
): readonly LedgerGrant[] =>
  requests.flatMap(({ lane }, index) => {
    const inMs = reply.grantedInMs[index] ?? -1;
    const name = names[index];
    if (inMs < 0 || name === undefined) return [];
    const startMs = nowMs + inMs * (1 + CLOCK_DRIFT);
    const sentInMs = sentMs + inMs;
    const { lease } = lane;
    if (lease === undefined) return [{ name, lane, startMs, endMs: sentInMs + deliveryMs }];
    const endMs = sentInMs + Math.min(deliveryMs, lease.holdMs / 2);
    const leaseEndMs = sentInMs + lease.holdMs * (1 - CLOCK_DRIFT);
    return [{ name, lane, startMs, endMs, leaseEndMs }];
  });

/** A request as the message has it. */
export function requestedGrant({ lane, mayBeLater }: GrantRequest): RequestedGrant {
  const channels = channelDraws(lane.draws).map(([name, tokens]) => `${name}=${tokens}`);
  return {
    draws: drawText(lane.draws),
    mayBeLater,
    ...(channels.length > 0 && { channels: channels.join(';') }),
    ...(lane.lease && { lease: { ...lane.lease, maxHoldMs: MAX_HOLD_MS } }),
  };
}

/** The scripts form the same names; there, indexes begin with 1. */
export const grantName = (replica: string, trip: number, index: number, draws: DrawText): string =>
  `${replica}:${trip}:${index + 1}|${draws}`;

/** The name of a requested grant: that of a lease is its id. */
export const nameOf = (
  { draws, lease }: RequestedGrant,
  replica: string,
  trip: number,
  index: number,
): string => lease?.id ?? grantName(replica, trip, index, draws);
