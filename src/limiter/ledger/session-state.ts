import type { LedgerMode } from '../settings';

/**
 * - `joining`: not a part of the ledger; joins as soon as Redis can be reached
 * - `retrying`: one message has failed; joins once more
 * - `silent`: two messages in a row have failed; sends nothing until the ledger expects it in fallback
 * - `shared`: draws from the ledger
 * - `fallback`: uses its fallback share, and joins again and again until the ledger grants
 * - `refusing`: has no share that it may use, and joins as soon as Redis can be reached
 * - `closed`: the connection is released
 */
export type SessionState =
  'joining' | 'retrying' | 'silent' | 'shared' | 'fallback' | 'refusing' | 'closed';

export type SessionEvent =
  | 'joined'
  /** A message had no reply, or a reply of another epoch. */
  | 'failed'
  | 'disconnected'
  | 'terms changed'
  /** The last message is so long ago that the ledger has suspended the fallback share. */
  | 'silence elapsed'
  /** The same, or later, when the ledger no longer keeps the fallback share from others. */
  | 'lease elapsed'
  /** A join in fallback has shown that no quota is in quarantine. */
  | 'ledger open'
  /** The ledger knows that this replica leaves. */
  | 'left'
  /** A round trip has ended, or there was none, after `close` was called. */
  | 'closing';

/** Events that a state does not list leave it unchanged. README.md shows the same table. */
const TRANSITIONS: Readonly<
  Record<SessionState, Readonly<Partial<Record<SessionEvent, SessionState>>>>
> = {
  joining: {
    joined: 'shared',
    failed: 'retrying',
    'silence elapsed': 'fallback',
    'lease elapsed': 'refusing',
    closing: 'closed',
  },
  retrying: {
    joined: 'shared',
    failed: 'silent',
    'silence elapsed': 'fallback',
    'lease elapsed': 'refusing',
    closing: 'closed',
  },
  silent: {
    'silence elapsed': 'fallback',
    'lease elapsed': 'refusing',
    closing: 'closed',
  },
  shared: {
    failed: 'retrying',
    disconnected: 'joining',
    'terms changed': 'joining',
    left: 'closed',
  },
  fallback: {
    'ledger open': 'joining',
    'lease elapsed': 'refusing',
    closing: 'closed',
  },
  refusing: {
    joined: 'shared',
    closing: 'closed',
  },
  closed: {},
};

export const nextState = (state: SessionState, event: SessionEvent): SessionState =>
  TRANSITIONS[state][event] ?? state;

/**
 * After these events the ledger may know other grants than this replica does. When only the connection is lost, it
 * keeps those that this replica knows until their leases end, or until a join replaces them.
 */
export const isGrantsLost = (event: SessionEvent): boolean =>
  event === 'failed' || event === 'terms changed';

export const modeOf = (state: SessionState): LedgerMode =>
  state === 'fallback' || state === 'refusing' ? state : 'shared';

/** Whether its messages reach the ledger, or soon do. */
export const hasLedger = (state: SessionState): boolean =>
  modeOf(state) === 'shared' && state !== 'closed';

/** Whether it sends joins, or waits for its turn to send one. */
export const isJoining = (state: SessionState): boolean =>
  state !== 'shared' && state !== 'silent' && state !== 'closed';
