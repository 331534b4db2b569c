import { createHash, randomUUID } from 'node:crypto';
import { GatewayError } from '../../core/gateway-error';
import { Claim, LEASE_MS, RETENTION_MS } from './claim';
import { PendingEnds } from './pending-ends';
import { parseRecord, serializeRecord, type StoredReply } from './stored-record';
import type { Store } from './store/store';

const RETRY_DELAY_MS = 1_000;

/** The stored reply of a key, or the right to carry out its request. */
export type ClaimResult = { readonly reply: StoredReply } | { readonly claim: Claim };

/**
 * Requests that are carried out once, however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header).
 */
export class Idempotency {
  private readonly pendingEnds = new PendingEnds();

  constructor(private readonly store: Store) {}

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
    const running = serializeRecord({ fingerprint, state: 'running', claim: randomUUID() });
    const newClaim = (isOutcomeUnknown: boolean): Claim =>
      new Claim(this.store, name, fingerprint, running, isOutcomeUnknown, this.pendingEnds);
    const stored = await this.store
      .putIfAbsent(name, running, RETENTION_MS)
      .catch(withdraw(() => newClaim(false)));
    if (stored === undefined) return { claim: newClaim(false) };
    const { text, ageMs } = stored;
    const record = parseRecord(text);
    if (record.fingerprint !== fingerprint) throw keyReused();
    if (record.state === 'done' && !evenIfDone) return { reply: record.answer };
    const leaseMs = record.state === 'running' ? LEASE_MS : 0;
    if (ageMs < leaseMs) throw inProgress();
    const isOutcomeUnknown = record.state !== 'done';
    const isClaimed = await this.store
      .swap(name, text, running, RETENTION_MS, leaseMs)
      .catch(withdraw(() => newClaim(isOutcomeUnknown)));
    // another request may have claimed the key since, or its replica has renewed its claim
    if (!isClaimed) throw inProgress();
    return { claim: newClaim(isOutcomeUnknown) };
  }
}

/** The store may have the claim although it has not said so, but nothing is carried out under it. */
const withdraw =
  (newClaim: () => Claim) =>
  (error: unknown): never => {
    void newClaim().release();
    throw error;
  };

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
