import { createHash } from 'node:crypto';
import { GatewayError } from '../../core/gateway-error';
import { Claim, RETENTION_MS, runningRecord } from './claim';
import { parseRecord, type StoredReply } from './stored-record';
import type { Store } from './store/store';

const RETRY_DELAY_MS = 1_000;

/** The stored reply of a key, or the right to carry out its request. */
export type ClaimResult = { readonly reply: StoredReply } | { readonly claim: Claim };

/**
 * Requests that are carried out once, however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header).
 */
export class Idempotency {
  /** @param nowMs Unix milliseconds */
  constructor(
    private readonly store: Store,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * Claims a key, or finds its stored reply. A claim must be ended by `settle` or `release`.
   * @param path the client, its key, and in a batch the id of the operation: keys of different paths are
   *   independent
   * @param evenIfDone claim the key even if it has a stored reply
   * @throws GatewayError idempotency-in-progress, idempotency-key-reused; limiter-unavailable without
   *   the store
   */
  async claim(
    path: readonly string[],
    fingerprint: string,
    { evenIfDone = false } = {},
  ): Promise<ClaimResult> {
    const name = recordName(path);
    const running = runningRecord(fingerprint, this.nowMs());
    const stored = await this.putIfAbsent(name, running);
    const claim = (isOutcomeUnknown: boolean): ClaimResult => ({
      claim: new Claim(this.store, name, fingerprint, running, isOutcomeUnknown, this.nowMs),
    });
    if (stored === undefined) return claim(false);
    const record = parseRecord(stored);
    if (record.fingerprint !== fingerprint) throw keyReused();
    if (record.state === 'done' && !evenIfDone) return { reply: record.answer };
    if (record.state === 'running' && record.untilMs > this.nowMs()) throw inProgress();
    // another replica may have claimed the key since
    if (!(await this.store.swap(name, stored, running, RETENTION_MS))) throw inProgress();
    return claim(record.state !== 'done');
  }

  /** @returns the record that is there already */
  private async putIfAbsent(name: string, text: string): Promise<string | undefined> {
    try {
      return await this.store.putIfAbsent(name, text, RETENTION_MS);
    } catch (error) {
      // the record may be stored all the same, though nothing is carried out under it
      this.store.remove(name, text).catch(() => undefined);
      throw error;
    }
  }
}

/** A hash, so that the store reveals neither clients nor their keys. */
const recordName = (path: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(path)).digest('base64url');

const inProgress = () =>
  new GatewayError('idempotency-in-progress', 'The first request with this key is still running.', {
    retryAfterMs: RETRY_DELAY_MS,
  });

const keyReused = () =>
  new GatewayError('idempotency-key-reused', 'This key was used for another request.', {
    errors: [{ pointer: 'header/Idempotency-Key', reason: 'belongs to another request' }],
  });
