import { createHash } from 'node:crypto';
import { GatewayError } from '../../core/gateway-error';
import type { Store } from '../../store/store';
import type { ApiRequest } from '../api-request';
import { clientOf } from '../auth/access';
import { fingerprintOf } from './idempotency-key';
import { Held, REMEMBERED_MS } from './held';
import { parseKept, type Answer, type Kept } from './record';

/** A replica renews what it runs this often; what is not renewed for the lease has no replica. */
const RENEWED_MS = 5_000;
const LEASE_MS = 15_000;

/** How a request that is carried out under a key ends. */
export type Ending =
  /** The answer is final: it is remembered. */
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** Nothing was done: the next one with this key runs. */
  | { readonly kind: 'nothing-done'; readonly error: unknown }
  /** Nobody knows: the next one with this key finds out first. */
  | { readonly kind: 'unknown'; readonly error: unknown };

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
  ): Promise<{ readonly answer: Answer; readonly isReplay: boolean }> {
    const name = nameOf(clientOf(request).name, key);
    const fingerprint = fingerprintOf(request);
    const mine = this.running(fingerprint);
    const there = await this.store
      .putIfAbsent(name, mine, REMEMBERED_MS)
      .catch((error: unknown) => {
        this.store.remove(name, mine).catch(() => undefined); // it may be there, and nothing runs
        throw error;
      });
    if (there === undefined) return this.carryOut(name, fingerprint, mine, () => run(false));
    const kept = parseKept(there);
    if (kept.fingerprint !== fingerprint) throw reused();
    if (kept.answer !== undefined) return { answer: kept.answer, isReplay: true };
    const isRunning = kept.state === 'running' && (kept.untilMs ?? 0) > this.nowMs();
    if (isRunning || !(await this.store.swap(name, there, mine, REMEMBERED_MS))) throw running();
    return this.carryOut(name, fingerprint, mine, () => run(true));
  }

  private async carryOut(
    name: string,
    fingerprint: string,
    started: string,
    run: () => Promise<Ending>,
  ): Promise<{ readonly answer: Answer; readonly isReplay: boolean }> {
    const held = new Held(this.store, name, started);
    const renewal = setInterval(() => void held.keep(this.running(fingerprint)), RENEWED_MS);
    const ending = await run().finally(() => {
      clearInterval(renewal);
    });
    if (ending.kind === 'answered') {
      await held.keep(textOf({ fingerprint, state: 'done', answer: ending.answer }));
      return { answer: ending.answer, isReplay: false };
    }
    if (ending.kind === 'unknown') await held.keep(textOf({ fingerprint, state: 'unknown' }));
    else await held.remove();
    throw ending.error;
  }

  private running(fingerprint: string): string {
    return textOf({ fingerprint, state: 'running', untilMs: this.nowMs() + LEASE_MS });
  }
}

const textOf = (kept: Kept): string => JSON.stringify(kept);

/** Names say nothing of the client or its key. */
const nameOf = (client: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([client, key]))
    .digest('base64url');

const running = () =>
  new GatewayError('idempotency-in-progress', 'The first request with this key is still running.', {
    retryAfterMs: 1_000,
  });

const reused = () =>
  new GatewayError('idempotency-key-reused', 'This key was used for another request.', {
    errors: [{ pointer: 'header/Idempotency-Key', reason: 'belongs to another request' }],
  });
