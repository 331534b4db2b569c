import type { Store } from './store/store';

/** How long an answer is remembered. */
export const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

/**
 * The record of a request that this replica carries out, changed one step at a time. A store that cannot
 * be reached takes nothing from what is done: the next step may go through, and a record that stays
 * behind as running is read back by whoever sends the key again.
 */
export class Held {
  private last: Promise<void> = Promise.resolve();

  /** What may be there: a step that was not answered may have been taken all the same. */
  private texts: readonly string[];

  constructor(
    private readonly store: Store,
    private readonly name: string,
    text: string,
  ) {
    this.texts = [text];
  }

  keep(next: string): Promise<void> {
    return this.inTurn(async () => {
      const before = this.texts;
      this.texts = [...before, next];
      for (const text of before)
        if (await this.store.swap(this.name, text, next, REMEMBERED_MS)) {
          this.texts = [next];
          return;
        }
      // a store that has forgotten everything is told again
      await this.store.putIfAbsent(this.name, next, REMEMBERED_MS);
    });
  }

  remove(): Promise<void> {
    return this.inTurn(async () => {
      for (const text of this.texts) await this.store.remove(this.name, text);
    });
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch(() => undefined);
    return this.last;
  }
}
