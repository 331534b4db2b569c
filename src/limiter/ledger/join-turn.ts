import type { LedgerConnection } from './ledger-client';
import { modeOf, type SessionState } from './session-state';

/** The turn of one account to join, among the accounts of this process. */
export class JoinTurn {
  /** Other accounts join first. */
  isAwaited = false;
  private hasFailed = false;

  /** @param wake called when it can be the account's turn */
  constructor(
    private readonly ledger: Pick<LedgerConnection, 'isConnected' | 'joinSlots'>,
    private readonly wake: () => void,
  ) {}

  /**
   * @param state before its fallback, a session that joins soon avoids it
   * @returns what `join` returns, or undefined if it is not the account's turn yet
   */
  async take<T>(join: () => Promise<T>, state: SessionState): Promise<T | undefined> {
    const isUrgent = modeOf(state) === 'shared';
    const rank = this.hasFailed ? 'failed' : 'usual';
    this.isAwaited = false;
    try {
      const reply = await this.ledger.joinSlots.run(join, this.wake, isUrgent ? 'urgent' : rank);
      this.isAwaited = reply === undefined;
      if (!this.isAwaited) this.hasFailed = false;
      return reply;
    } catch (error) {
      this.hasFailed = true;
      throw error;
    }
  }

  /** Whether Redis answers, as far as is known: then the account only has to wait. */
  get isExpected(): boolean {
    return this.ledger.isConnected && !this.hasFailed;
  }

  /** The account does not join any more. */
  leave(): void {
    this.isAwaited = false;
    this.ledger.joinSlots.leave(this.wake);
  }
}
