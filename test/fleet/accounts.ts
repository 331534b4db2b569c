import type { LimitedQuota } from '../../src/limiter';
import type { Caller } from './processes/calls';
import type { Sender } from './processes/senders';

/** A connection with the quotas that its vendor counts, and callers whose demand exceeds them. */
export interface Account {
  readonly name: string;
  /** Default: `nexconn`. */
  readonly provider?: 'tencent';
  readonly quotas: readonly LimitedQuota[];
  readonly callers: readonly Caller[];
  /** Quotas that the callers always exceed by their demand. */
  readonly filled: readonly string[];
  /** Another service that sends messages with the vendor's credentials. */
  readonly sender?: Sender;
  /** Tokens that the gateway leaves to the other service. */
  readonly reserve?: Readonly<Record<string, number>>;
}

const perSecond = (name: string, limit: number): LimitedQuota => ({ name, limit, windowMs: 1_000 });

/** Short and long waits, in seconds; calls with short ones are often refused. */
const MIXED_WAITS = [2, 5, 10];

/** With so many callers, more calls wait than tokens return at once, at any time and on each replica. */
const MESSAGES: Account = {
  name: 'messages',
  quotas: [perSecond('message-metadata.set', 100), perSecond('group-message', 20)],
  callers: [
    { name: 'group', account: 'messages', writes: 'group', atOnce: 60, waits: MIXED_WAITS },
    { name: 'direct', account: 'messages', writes: 'direct', atOnce: 240, waits: MIXED_WAITS },
  ],
  // fairness between both clients leaves a part of group-message unused
  filled: ['message-metadata.set'],
};

const ATTRIBUTES: Account = {
  name: 'attributes',
  quotas: [perSecond('open-channel.set', 100)],
  callers: [
    { name: 'single', account: 'attributes', writes: 'open', atOnce: 120, waits: [10] },
    {
      name: 'batch',
      account: 'attributes',
      writes: 'open',
      pairs: [1, 20],
      atOnce: 20,
      waits: [10],
    },
    {
      name: 'full-batch',
      account: 'attributes',
      writes: 'open',
      pairs: [20, 20],
      atOnce: 12,
      waits: [10],
    },
  ],
  filled: ['open-channel.set'],
};

/** The vendor's 6,000 a minute as 300 in three seconds: the same rate, and a window of more than a second. */
const MINUTE: Account = {
  name: 'minute',
  quotas: [
    { name: 'direct-message', limit: 300, windowMs: 3_000 },
    perSecond('group-message', 20),
    perSecond('message-metadata.set', 200),
  ],
  callers: [
    { name: 'minute-direct', account: 'minute', writes: 'direct', atOnce: 480, waits: [10] },
    { name: 'minute-group', account: 'minute', writes: 'group', atOnce: 60, waits: [10] },
  ],
  filled: ['direct-message', 'group-message'],
};

/** Few callers, so that a scenario may last long. */
const SMALL: Account = {
  name: 'small',
  quotas: [perSecond('message-metadata.set', 20), perSecond('group-message', 20)],
  callers: [{ name: 'small-group', account: 'small', writes: 'group', atOnce: 45, waits: [10] }],
  filled: ['group-message'],
};

/** Three channels whose limits together exceed that of the account. */
const CHANNELS: Account = {
  name: 'channels',
  provider: 'tencent',
  quotas: [
    perSecond('group-attribute.modify', 12),
    { ...perSecond('group-attribute.write', 5), per: 'channel' },
  ],
  callers: [
    { name: 'in-channels', account: 'channels', writes: 'channels', atOnce: 60, waits: [10] },
  ],
  filled: ['group-attribute.modify'],
};

const RESTED_MS = 10_000;

/** The same, but the replicas are at rest before. */
const RESTED: Account = {
  ...SMALL,
  callers: SMALL.callers.map((caller) => ({ ...caller, fromMs: RESTED_MS })),
};

/** Metadata of group messages, whose tokens senders of messages use too. */
const SHARED = {
  quotas: [perSecond('message-metadata.set', 100), perSecond('group-message', 20)],
  callers: [{ name: 'own', account: 'shared', writes: 'group', atOnce: 40, waits: [10] }],
  filled: ['group-message'],
} satisfies Partial<Account>;

const shared = (more: Partial<Account>): Account => ({ name: 'shared', ...SHARED, ...more });

const PASS_THROUGH: readonly Caller[] = [
  ...SHARED.callers,
  { name: 'messages', account: 'shared', writes: 'pass-through', atOnce: 40, waits: [10] },
];
const WITH_LEASES: Sender = { name: 'sender', by: 'lease', atOnce: 40, demand: 1 };

/** The same quota with senders in each way, and with two at once. */
export const SENDERS = {
  PASS_THROUGH: shared({ callers: PASS_THROUGH }),
  LEASES: shared({ sender: WITH_LEASES }),
  BOTH: shared({ callers: PASS_THROUGH, sender: WITH_LEASES }),
  RESERVE: shared({
    sender: { name: 'sender', by: 'own pace', atOnce: 10, demand: 1 },
    reserve: { 'group-message': 10 },
  }),
} as const;

export const ACCOUNTS = { MESSAGES, ATTRIBUTES, MINUTE, SMALL, RESTED, CHANNELS } as const;
