import type { LimitedQuota } from '../../src/limiter';
import type { Caller } from './processes/calls';

/** A connection, its quotas as its vendor counts them, and callers who want more than that. */
export interface Account {
  readonly name: string;
  readonly quotas: readonly LimitedQuota[];
  readonly callers: readonly Caller[];
  /** Quotas of which the callers always want more than there is. */
  readonly filled: readonly string[];
}

const perSecond = (name: string, limit: number): LimitedQuota => ({ name, limit, windowMs: 1_000 });

/** Long and short waits side by side; the short ones are often refused. */
const MIXED_WAITS = [2, 5, 10];

/**
 * Callers suffice to have, at any time, more waiting than comes back at once: on each replica, too.
 */
const MESSAGES: Account = {
  name: 'messages',
  quotas: [perSecond('message-metadata.set', 100), perSecond('group-message', 20)],
  callers: [
    { name: 'group', account: 'messages', writes: 'group', atOnce: 60, waits: MIXED_WAITS },
    { name: 'direct', account: 'messages', writes: 'direct', atOnce: 240, waits: MIXED_WAITS },
  ],
  // of the inner quota a fair share between both clients leaves a little
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

/** 6,000 a minute as 300 in three seconds: as many, and a window that is no longer a second. */
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

export const ACCOUNTS = { MESSAGES, ATTRIBUTES, MINUTE } as const;
