import type { LedgerConnection } from './ledger-client';

/** The turn of one account to join, among the accounts of this process. */
export class JoinTurn {
  /** Other accounts join first. */
  isAwaited = false;

  /** @param wake called when it can be the account's turn */
  constructor(
    private readonly ledger: Pick<LedgerConnection, 'joinInTurn'>,
    private readonly wake: () => void,
  ) {}

  /** @returns what `join` returns, or undefined if it is not the account's turn yet */
  async take<T>(join: () => Promise<T>): Promise<T | undefined> {
    this.isAwaited = false;
    const reply = await this.ledger.joinInTurn(join, this.wake);
    this.isAwaited = reply === undefined;
    return reply;
  }
}
