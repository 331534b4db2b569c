import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { isRepeatable } from '../../gateway';
import { ClientDisconnected } from '../http/client-disconnect';
import { serializeRecord, type StoredReply } from './stored-record';
import type { Store } from './store/store';

/** How long a record is stored after its last change. */
export const RETENTION_MS = 24 * 60 * 60 * 1_000;

const RENEWAL_INTERVAL_MS = 5_000;
/** A claim that is not renewed for this long belongs to a replica that died. */
const LEASE_MS = 15_000;

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
 * or `release`. Updates of the record run one after the other. An unreachable store fails none of them:
 * the next update may succeed, and a record that stays `running` expires, which leads to a read-back.
 */
export class Claim {
  private lastUpdate: Promise<void> = Promise.resolve();

  /** Texts that the store may hold: an update that failed may have been applied nevertheless. */
  private possibleTexts: readonly string[];
  private readonly renewal: NodeJS.Timeout;

  /**
   * @param name of the record in the store
   * @param storedText the record as the store holds it
   * @param isOutcomeUnknown whether an earlier attempt has an unknown outcome
   * @param nowMs Unix milliseconds
   */
  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly fingerprint: string,
    storedText: string,
    readonly isOutcomeUnknown: boolean,
    nowMs: () => number,
  ) {
    this.possibleTexts = [storedText];
    this.renewal = setInterval(() => {
      void this.replace(runningRecord(fingerprint, nowMs()));
    }, RENEWAL_INTERVAL_MS);
  }

  /** Ends the claim. Resolves when the store has the outcome, or cannot be reached. */
  async settle(outcome: ClaimOutcome): Promise<void> {
    clearInterval(this.renewal);
    const { fingerprint } = this;
    if (outcome === 'nothing-done') await this.remove();
    else if (outcome === 'unknown')
      await this.replace(serializeRecord({ fingerprint, state: 'unknown' }));
    else await this.replace(serializeRecord({ fingerprint, state: 'done', answer: outcome.reply }));
  }

  /** Ends the claim without an attempt: what was known before it is known again. */
  release(): Promise<void> {
    return this.settle(this.isOutcomeUnknown ? 'unknown' : 'nothing-done');
  }

  private replace(text: string): Promise<void> {
    return this.enqueue(async () => {
      const before = this.possibleTexts;
      this.possibleTexts = [...before, text];
      for (const expected of before)
        if (await this.store.swap(this.name, expected, text, RETENTION_MS)) {
          this.possibleTexts = [text];
          return;
        }
      // the store may have lost its data
      await this.store.putIfAbsent(this.name, text, RETENTION_MS);
    });
  }

  private remove(): Promise<void> {
    return this.enqueue(async () => {
      for (const text of this.possibleTexts) await this.store.remove(this.name, text);
    });
  }

  private enqueue(update: () => Promise<void>): Promise<void> {
    this.lastUpdate = this.lastUpdate.then(update).catch(() => undefined);
    return this.lastUpdate;
  }
}

/** @param nowMs Unix milliseconds */
export const runningRecord = (fingerprint: string, nowMs: number): string =>
  serializeRecord({ fingerprint, state: 'running', untilMs: nowMs + LEASE_MS });

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
