import { isRecord, parseJson } from '../../core/json';

// The messages between a replica and the ledger: JSON in ARGV[1] and in the reply. ../README.md describes
// their fields. Times are milliseconds; those ending in `InMs` count from the reply.

/** Tokens of quotas: `set=1;group=1`. */
export type DrawText = string;

/** The end of a grant, by its name in the ledger. */
export type GrantEnd = readonly [grant: string, how: 'answered' | 'unsent', agoMs: number];

/**
 * The end of a grant's draw on a quota per channel.
 * @param channel `quota@key`
 * @param entry name of the grant, without its draws, and the tokens
 */
export type ChannelEnd = readonly [channel: string, entry: string, how: GrantEnd[1], agoMs: number];

/** The end of a lease of a client; `held` ends nothing, and asks whether the client has the lease. */
export type EndedLease = readonly [id: string, client: string, how: 'answered' | 'unsent' | 'held'];

/** A lease of a client, and the time until it is taken for lost. */
export type ListedLease = readonly [id: string, client: string, draws: DrawText, leftMs: number];

export interface RequestedGrant {
  readonly draws: DrawText;
  /** Draws on quotas per channel: `quota@key=1`. */
  readonly channels?: DrawText;
  /** Whether it may be granted for a later time. */
  readonly mayBeLater: boolean;
  /** It is a lease of a client, and outlives this replica. */
  readonly lease?: {
    readonly id: string;
    readonly client: string;
    readonly holdMs: number;
    /** The longest lease that is allowed. */
    readonly maxHoldMs: number;
  };
}

/** Tokens by quota. */
export type Tokens = Readonly<Record<string, number>>;

export interface DrawMessage {
  readonly replica: string;
  /** Number of this message; later ones of the same replica have higher numbers. */
  readonly trip: number;
  readonly epoch: string;
  /** From a grant until its call can no longer reach the vendor. */
  readonly leaseMs: number;
  readonly ends: readonly GrantEnd[];
  readonly channelEnds: readonly ChannelEnd[];
  /** The quotas per channel of the replica. */
  readonly channelQuotas: readonly string[];
  readonly leaseEnds: readonly EndedLease[];
  /** Whether the reply should list all leases: with all views, and to a request for one. */
  readonly listsLeases: boolean;
  readonly requests: readonly RequestedGrant[];
  /** All that the waiters of this replica draw; empty without waiters. */
  readonly queued: DrawText;
  /** Quotas whose state the reply should contain. */
  readonly views: readonly string[];
  /** The ledger's clock when the replica saw all views: those that have not changed are left out; 0: none is. */
  readonly viewedClockMs: number;
  /** A replica that sends nothing for so long is taken to be in fallback. */
  readonly silentAfterMs: number;
  /** The replica shuts down, so no share is suspended for it. */
  readonly isLeaving: boolean;
  /** The replica is at rest, and sends its next message within so long if its shares are set aside; else 0. */
  readonly idleForMs: number;
  /** By the reply to the last message all shares are set aside. */
  readonly areSharesAside: boolean;
  /** Quotas whose shares need not be set aside any longer. */
  readonly returns: readonly string[];
  /** The fallback shares to confirm: all in a join, later those that were not confirmed in full. */
  readonly wantedShares: Tokens;
}

export interface CoolDownMessage extends Pick<DrawMessage, 'epoch' | 'silentAfterMs'> {
  readonly quotas: readonly string[];
  /** Channels of quotas per channel: `quota@key`. */
  readonly channels: readonly string[];
  readonly forMs: number;
}

export interface EndCooldownMessage extends Pick<DrawMessage, 'epoch' | 'silentAfterMs'> {
  readonly quota: string;
}

export interface EndSuspensionMessage extends EndCooldownMessage {
  /** The name of the replica, or its id if it has none. */
  readonly silentReplica: string;
}

export interface JoinMessage extends Pick<
  DrawMessage,
  'replica' | 'trip' | 'leaseMs' | 'silentAfterMs' | 'wantedShares' | 'channelQuotas'
> {
  /** The replica goes on with its fallback share until its next join; `inFlight` is all of that share. */
  readonly isInFallback: boolean;
  /** The epoch of which the replica was a part; empty after its start. */
  readonly knownEpoch: string;
  /** The name of the epoch that begins if there is none. */
  readonly newEpoch: string;
  readonly quotas: readonly {
    readonly name: string;
    readonly limit: number;
    readonly windowMs: number;
  }[];
  /** The replica uses its fallback share for at most so long after its last message that was answered. */
  readonly fallbackMs: number;
  /** By quota: the sum of the fallback shares of all replicas by the last reply, and the share of this one. */
  readonly lostShares: Readonly<Record<string, readonly [all: number, own: number]>>;
  /** A new ledger may have had an unknown predecessor. */
  readonly isColdStart: boolean;
  /** Windows up to this length are waited out when their past is unknown. */
  readonly shortWindowMs: number;
  /** Time in which every live replica has joined a new epoch. */
  readonly joinTimeMs: number;
  readonly inFlight: readonly (readonly [draws: DrawText, leaseLeftMs: number])[];
  readonly resting: readonly (readonly [quota: string, tokens: number, freeInMs: number])[];
  /** By quota, how far back the replica knows what it has used. */
  readonly historyMs: Readonly<Record<string, number>>;
  /** The leases that the replica knows of; used after the loss of an epoch. */
  readonly leases: readonly ListedLease[];
}

/** The state of one quota for the whole fleet. */
export interface QuotaView {
  readonly quota: string;
  readonly limit: number;
  readonly free: number;
  readonly resting: number;
  /**
   * Samples: so many of the resting tokens are free in so many milliseconds; ascending. Absent from the reply to
   * a message that did not ask for all views.
   */
  readonly restingFreeInMs?: readonly (readonly [tokens: number, inMs: number])[] | undefined;
  readonly worstWindow: number;
  readonly cooldownMs: number;
  /** How many cooldowns an operator has ended. */
  readonly cooldownEnds: number;
  readonly quarantineMs: number;
  /** For each other replica, the tokens that its waiters draw. */
  readonly queuedElsewhere: readonly number[];
  /** The sum of the fallback shares of all replicas. */
  readonly shares: number;
  /** Tokens of fallback shares that are set aside; they are neither free nor in use. */
  readonly setAside: number;
  /** Those of them that are set aside for this replica. */
  readonly ownAside: number;
  /** A waiter has lacked tokens that are set aside, a moment ago. */
  readonly isShort: boolean;
  /** Of a quota per channel, in a reply with all views: the channels in use, and the tokens of the fullest. */
  readonly channels?: {
    readonly count: number;
    readonly inFlight: number;
    readonly resting: number;
    /** Time left of the last cooldown of any channel. */
    readonly cooldownMs: number;
  };
}

export interface LedgerReply {
  /** Empty: the replica has to join again. */
  readonly epoch: string;
  /** The ledger's clock; it knows every grant made until then. */
  readonly clockMs: number;
  /** For each request, in how many milliseconds its grant begins; negative without a grant. */
  readonly grantedInMs: readonly number[];
  /** For quotas and channels that a request lacked: when to ask again; of a channel, when it has the tokens. */
  readonly retries: readonly (readonly [name: string, inMs: number, freeInMs?: number])[];
  /** For each end of a lease, whether the client had it. */
  readonly endedLeases: readonly boolean[];
  /** All leases; absent if the message did not ask for them. */
  readonly leases?: readonly ListedLease[];
  readonly views: readonly QuotaView[];
  /** All suspended shares; absent in a reply without all views. */
  readonly suspended?: readonly (readonly [replica: string, draws: DrawText, endsInMs: number])[];
  /** Whether there was a suspended share to end. */
  readonly isEnded: boolean;
  /** The confirmed fallback shares of those that the message wanted. */
  readonly shares: readonly (readonly [quota: string, tokens: number])[];
  /** Until no quota of a joined ledger is in quarantine. */
  readonly opensInMs: number;
  /** The longest lease of any replica or client. */
  readonly leaseMs: number;
  /** How much the server's clock was set forward, or back if negative; the ledger's clock has gone on. */
  readonly clockStepMs: number;
  /** All shares of the replica are set aside, so it may be silent as it said. */
  readonly isIdle: boolean;
  /** A request lacked tokens that are set aside for other replicas. */
  readonly isShort: boolean;
  /** Replicas that are not silent, this one included. */
  readonly replicas: number;
}

/** The ledger leaves these fields out of a view that has no other values. */
const EMPTY_VIEW = {
  worstWindow: 0,
  cooldownMs: 0,
  cooldownEnds: 0,
  quarantineMs: 0,
  shares: 0,
  setAside: 0,
  ownAside: 0,
  isShort: false,
} as const;

/** @throws Error for a text that is no reply of the ledger's scripts */
export function readReply(text: unknown): LedgerReply {
  const reply = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isRecord(reply) || typeof reply.epoch !== 'string')
    throw new Error('Redis sent a reply that is not one of the ledger.');
  const { epoch, clockMs, opensInMs, leaseMs, clockStepMs, replicas } = reply;
  return {
    epoch,
    clockMs: typeof clockMs === 'number' ? clockMs : 0,
    grantedInMs: listOf(reply.grantedInMs) as LedgerReply['grantedInMs'],
    retries: listOf(reply.retries) as LedgerReply['retries'],
    endedLeases: listOf(reply.endedLeases) as LedgerReply['endedLeases'],
    ...(reply.leases !== undefined && { leases: listOf(reply.leases) as readonly ListedLease[] }),
    views: (listOf(reply.views) as LedgerReply['views']).map((view) => ({
      ...EMPTY_VIEW,
      ...view,
      ...(view.restingFreeInMs !== undefined && {
        restingFreeInMs: listOf(view.restingFreeInMs) as QuotaView['restingFreeInMs'],
      }),
      queuedElsewhere: listOf(view.queuedElsewhere) as QuotaView['queuedElsewhere'],
    })),
    ...(reply.suspended !== undefined && {
      suspended: listOf(reply.suspended) as LedgerReply['suspended'] & {},
    }),
    isEnded: reply.isEnded === true,
    shares: listOf(reply.shares) as LedgerReply['shares'],
    opensInMs: typeof opensInMs === 'number' ? opensInMs : 0,
    leaseMs: typeof leaseMs === 'number' ? leaseMs : 0,
    clockStepMs: typeof clockStepMs === 'number' ? clockStepMs : 0,
    isIdle: reply.isIdle === true,
    isShort: reply.isShort === true,
    replicas: typeof replicas === 'number' ? replicas : 1,
  };
}

/** Redis encodes an empty list as an empty object. */
const listOf = (value: unknown): unknown => (Array.isArray(value) ? value : []);
