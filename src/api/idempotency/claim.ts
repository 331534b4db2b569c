import type { Store } from './store/store';
import { Held } from './held';
import { textOf, type StoredReply } from './stored-record';

/** A replica renews what it runs this often; what is not renewed for the lease has no replica. */
const RENEWED_MS = 5_000;
export const LEASE_MS = 15_000;

/** What is known of a request once this replica is through with it. */
export type ClaimOutcome =
  /** The answer is final: it is remembered. */
  | { readonly answer: StoredReply }
  /** Nothing was done: the next one with this key runs. */
  | 'nothing-done'
  /** Nobody knows: the next one with this key finds out first. */
  | 'unknown';

/** A key whose request is this replica's to carry out, until it says what is left of it. */
export class Claim {
  private readonly held: Held;
  private readonly renewal: NodeJS.Timeout;

  /**
   * @param text the record as it is there
   * @param again whether an earlier try has an unknown outcome
   */
  constructor(
    store: Store,
    name: string,
    private readonly fingerprint: string,
    text: string,
    readonly again: boolean,
    nowMs: () => number,
  ) {
    this.held = new Held(store, name, text);
    this.renewal = setInterval(() => {
      void this.held.keep(runningText(fingerprint, nowMs()));
    }, RENEWED_MS);
  }

  async end(left: ClaimOutcome): Promise<void> {
    clearInterval(this.renewal);
    const { fingerprint, held } = this;
    if (left === 'nothing-done') await held.remove();
    else if (left === 'unknown') await held.keep(textOf({ fingerprint, state: 'unknown' }));
    else await held.keep(textOf({ fingerprint, state: 'done', answer: left.answer }));
  }

  /** As if it had never been taken. */
  giveBack(): Promise<void> {
    return this.end(this.again ? 'unknown' : 'nothing-done');
  }
}

export const runningText = (fingerprint: string, nowMs: number): string =>
  textOf({ fingerprint, state: 'running', untilMs: nowMs + LEASE_MS });
