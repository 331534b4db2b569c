import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { isRepeatable } from '../../gateway';
import { ClientDisconnected } from '../http/client-disconnect';
import type { PendingEnds } from './pending-ends';
import { serializeRecord, type StoredRecord, type StoredReply } from './stored-record';
import type { Store } from './store/store';

/** How long a record is stored after its last change. */
export const RETENTION_MS = 24 * 60 * 60 * 1_000;

const RENEWAL_INTERVAL_MS = 5_000;
/** A claim that is not renewed for this long belongs to a replica that died. */
export const LEASE_MS = 15_000;

/** How the request of a claim ended. */
export type ClaimOutcome =
  /** The reply is final: it is stored and replayed. */
  | { readonly reply: StoredReply }
  /** The vendor did nothing: the next request with this key is carried out. */
  | 'nothing-done'
  /** The vendor may have done it: the next request with this key starts with a read-back. */
  | 'unknown';

/**
 * The right of this replica to carry out the request of an idempotency key. It is renewed until `settle`
 * or `release`. An unreachable store fails none of them: an end is repeated in the background, unless too
 * many are, and a record that stays `running` expires, which leads to a read-back.
 */
export class Claim {
  private lastRenewal: Promise<unknown> = Promise.resolve();
  private readonly renewal: NodeJS.Timeout;

  /**
   * @param name of the record in the store
   * @param running the text of the record while the claim lasts; no other claim has the same
   * @param isOutcomeUnknown whether an earlier attempt has an unknown outcome
   * @param pendingEnds those of all claims in this store
   */
  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly fingerprint: string,
    private readonly running: string,
    readonly isOutcomeUnknown: boolean,
    private readonly pendingEnds: PendingEnds,
  ) {
    this.renewal = setInterval(() => {
      const renewal = this.lastRenewal.then(() => this.replace(running));
      this.lastRenewal = renewal.catch(() => undefined);
    }, RENEWAL_INTERVAL_MS);
  }

  /** Ends the claim. Resolves when the store has the outcome, or is unreachable and gets it later. */
  async settle(outcome: ClaimOutcome): Promise<void> {
    clearInterval(this.renewal);
    const { fingerprint } = this;
    let end: () => Promise<unknown>;
    if (outcome === 'nothing-done') end = () => this.store.remove(this.name, this.running);
    else {
      const record: StoredRecord =
        outcome === 'unknown'
          ? { fingerprint, state: 'unknown' }
          : { fingerprint, state: 'done', answer: outcome.reply };
      const text = serializeRecord(record);
      end = () => this.replace(text);
    }
    await this.lastRenewal;
    await end().catch(() => {
      this.pendingEnds.repeat(end);
    });
  }

  /** Ends the claim without an attempt: what was known before it is known again. */
  release(): Promise<void> {
    return this.settle(this.isOutcomeUnknown ? 'unknown' : 'nothing-done');
  }

  private async replace(text: string): Promise<void> {
    if (await this.store.swap(this.name, this.running, text, RETENTION_MS)) return;
    // the store may have lost its data; or an earlier try was applied, and the text is there
    await this.store.putIfAbsent(this.name, text, RETENTION_MS);
  }
}

/**
 * The outcome of a write that failed.
 * @param isOutcomeUnknown whether an earlier attempt has an unknown outcome, which a disconnect leaves
 *   unknown
 * @returns `final` if the failure itself is to be replayed
 */
export function failureOutcome(
  error: unknown,
  operation: Operation,
  isOutcomeUnknown: boolean,
): 'nothing-done' | 'unknown' | 'final' {
  if (error instanceof ClientDisconnected) return isOutcomeUnknown ? 'unknown' : 'nothing-done';
  if (!(error instanceof GatewayError)) return 'unknown';
  const { applied = 'no' } = error.details;
  if (applied === 'unknown') return 'unknown';
  // a repeatable write that was applied in part is completed by carrying it out again
  return applied === 'no' || isRepeatable(operation) ? 'nothing-done' : 'final';
}
