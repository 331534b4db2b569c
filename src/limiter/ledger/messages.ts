import { isRecord, parseJson } from '../../core/json';

/** Tokens of quotas as the ledger writes them: `set=1;group=1`. */
export type DrawText = string;

/** How a grant ended, by the name that the ledger has for it. */
export type End = readonly [grant: string, how: 'answered' | 'unsent'];

export interface Want {
  readonly draws: DrawText;
  /** Whether it may be granted for a later time. */
  readonly ahead: boolean;
}

/**
 * By quota, for those whose windows are too long to be waited out: how many tokens a replica would go on
 * with at once should Redis be lost now, as it was told last, and how many it would like to.
 */
export type Trust = Readonly<Record<string, readonly [held: number, most: number]>>;

export interface DrawRequest {
  readonly replica: string;
  readonly trip: number;
  readonly trust: Trust;
  readonly epoch: string;
  /** Milliseconds from a grant until it can no longer reach the vendor. */
  readonly flight: number;
  readonly ends: readonly End[];
  readonly wants: readonly Want[];
  /** All that its callers in line wait for; empty where nobody does. */
  readonly line: DrawText;
  /** Quotas to tell about. */
  readonly view: readonly string[];
  /** Milliseconds after which who has not spoken is taken to go on alone. */
  readonly absent: number;
  /** It stops: nothing is set aside for it. */
  readonly leaving: boolean;
}

export interface CoolRequest extends Pick<DrawRequest, 'epoch' | 'absent'> {
  readonly quotas: readonly string[];
  readonly forMs: number;
}

export interface JoinRequest {
  readonly replica: string;
  readonly trip: number;
  readonly trust: Trust;
  readonly flight: number;
  /** It goes on with its own share until it says otherwise, and `away` is all of that. */
  readonly alone: boolean;
  /** The epoch that this replica was part of; empty where it has just started. */
  readonly known: string;
  /** The name of a new epoch, should there be none. */
  readonly fresh: string;
  readonly quotas: readonly {
    readonly name: string;
    readonly limit: number;
    /** What each replica goes on with without Redis. */
    readonly share: number;
    readonly window: number;
  }[];
  /** A ledger without a past may have had one all the same. */
  readonly cold: boolean;
  /** Windows that are waited out where the past is not known, in milliseconds at most. */
  readonly shortWindow: number;
  /** Milliseconds in which every replica that is alive has spoken. */
  readonly listen: number;
  readonly absent: number;
  readonly away: readonly (readonly [draws: DrawText, leftMs: number])[];
  readonly resting: readonly (readonly [quota: string, tokens: number, leftMs: number])[];
  /** By quota, how many milliseconds back it knows what it has used. */
  readonly memory: Readonly<Record<string, number>>;
}

/** A quota of the whole fleet; times are milliseconds from the reply. */
export interface QuotaView {
  readonly quota: string;
  readonly limit: number;
  readonly free: number;
  readonly resting: number;
  readonly worst: number;
  readonly paused: number;
  readonly hold: number;
  /** What this replica may go on with at once should Redis be lost: nobody else is granted it. */
  readonly trust: number;
  /** Tokens that the callers of each other replica wait for. */
  readonly lines: readonly number[];
  /** So many of the resting tokens are back in so many milliseconds; ascending. */
  readonly back: readonly (readonly [tokens: number, inMs: number])[];
}

export interface LedgerReply {
  readonly epoch: string;
  /** Milliseconds of the ledger's clock; what was granted until then is in it. */
  readonly clock: number;
  /** For each want, from when on it is granted, in milliseconds; negative where it is not. */
  readonly grants: readonly number[];
  /** For quotas of which there was not enough, when it is worth while to ask again. */
  readonly retries: readonly (readonly [quota: string, inMs: number])[];
  readonly views: readonly QuotaView[];
  /** Milliseconds until a joined ledger grants. */
  readonly opensInMs: number;
  /** Who has spoken lately, this replica included. */
  readonly replicas: number;
}

/** @throws Error where it is no reply of our scripts */
export function readReply(text: unknown): LedgerReply {
  const reply = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isRecord(reply) || typeof reply.epoch !== 'string')
    throw new Error('Redis answered something else than the ledger.');
  const { epoch, clock, opensInMs, replicas } = reply;
  return {
    epoch,
    clock: typeof clock === 'number' ? clock : 0,
    grants: listIn(reply.grants) as LedgerReply['grants'],
    retries: listIn(reply.retries) as LedgerReply['retries'],
    views: (listIn(reply.views) as LedgerReply['views']).map(({ back, lines, ...view }) => ({
      lines: listIn(lines) as QuotaView['lines'],
      back: listIn(back) as QuotaView['back'],
      ...view,
    })),
    opensInMs: typeof opensInMs === 'number' ? opensInMs : 0,
    replicas: typeof replicas === 'number' ? replicas : 1,
  };
}

/** Redis writes an empty list as an empty object. */
const listIn = (value: unknown): unknown => (Array.isArray(value) ? value : []);
