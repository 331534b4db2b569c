import { createHash } from 'node:crypto';
import { GatewayError } from '../../core/gateway-error';
import type { Store } from './store/store';
import type { ApiRequest } from '../http/api-request';
import { clientOf } from '../auth/access';
import { Claim, runningText, type ClaimOutcome } from './claim';
import { REMEMBERED_MS } from './held';
import { fingerprintOf } from './idempotency-key';
import { parseKept, type StoredReply } from './stored-record';

/** How a request that is carried out under a key ends: what is left of it, and what it failed with. */
export type Ending =
  | { readonly left: Extract<ClaimOutcome, object> }
  | { readonly left: Extract<ClaimOutcome, string>; readonly error: unknown };

/** What stands under a key: an answer that is final, or nothing that speaks against carrying it out. */
export type Standing = { readonly answer: StoredReply } | { readonly claim: Claim };

/**
 * Requests that are carried out once however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header); keys belong to API clients.
 */
export class Idempotency {
  constructor(
    private readonly store: Store,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * @param run carries the request out; `again` where an earlier try has an unknown outcome
   * @returns the answer, and whether it is an earlier one
   * @throws GatewayError idempotency-in-progress, idempotency-key-reused; what `run` ends with
   */
  async once(
    request: ApiRequest,
    key: string,
    run: (again: boolean) => Promise<Ending>,
  ): Promise<{ readonly answer: StoredReply; readonly isReplay: boolean }> {
    const standing = await this.take([clientOf(request).name, key], fingerprintOf(request));
    if ('answer' in standing) return { answer: standing.answer, isReplay: true };
    const { claim } = standing;
    const ending = await run(claim.again).catch((error: unknown): Ending => ({
      left: 'unknown',
      error,
    }));
    await claim.end(ending.left);
    if ('error' in ending) throw ending.error;
    return { answer: ending.left.answer, isReplay: false };
  }

  /**
   * @param path the client, its key, and what more tells a request from others with this key
   * @param anew whether it is carried out even where it has been
   * @throws GatewayError idempotency-in-progress, idempotency-key-reused; limiter-unavailable
   */
  async take(path: readonly string[], fingerprint: string, anew = false): Promise<Standing> {
    const name = nameOf(path);
    const mine = runningText(fingerprint, this.nowMs());
    const claimed = (again: boolean): Standing => ({
      claim: new Claim(this.store, name, fingerprint, mine, again, this.nowMs),
    });
    const there = await this.store
      .putIfAbsent(name, mine, REMEMBERED_MS)
      .catch((error: unknown) => {
        this.store.remove(name, mine).catch(() => undefined); // it may be there, and nothing runs
        throw error;
      });
    if (there === undefined) return claimed(false);
    const kept = parseKept(there);
    if (kept.fingerprint !== fingerprint) throw reused();
    if (kept.answer !== undefined && !anew) return { answer: kept.answer };
    const isRunning = kept.state === 'running' && (kept.untilMs ?? 0) > this.nowMs();
    if (isRunning || !(await this.store.swap(name, there, mine, REMEMBERED_MS))) throw running();
    return claimed(kept.state !== 'done');
  }
}

/** Names say nothing of the client or its key. */
const nameOf = (path: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(path)).digest('base64url');

const running = () =>
  new GatewayError('idempotency-in-progress', 'The first request with this key is still running.', {
    retryAfterMs: 1_000,
  });

const reused = () =>
  new GatewayError('idempotency-key-reused', 'This key was used for another request.', {
    errors: [{ pointer: 'header/Idempotency-Key', reason: 'belongs to another request' }],
  });
