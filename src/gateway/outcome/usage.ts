import { isSameQuota } from '../../core/channel-quotas';
import {
  GatewayError,
  type Applied,
  type AppliedKeys,
  type CallSummary,
} from '../../core/gateway-error';
import type { Draw, UpstreamRequest } from '../../core/upstream';

/** The tokens that one operation has used so far and the writes that the vendor has acknowledged. */
export class Usage {
  private readonly drawn: Draw[] = [];
  /** The keys of the writes that the vendor has acknowledged. */
  private readonly writes: Pick<UpstreamRequest, 'keys' | 'partialKeys'>[] = [];
  private attempts = 0;
  private waitedMs = 0;

  /** A call that drew these tokens was sent. Those of a call that certainly was not are not used. */
  addDraws(draws: readonly Draw[]): void {
    for (const draw of draws) {
      const index = this.drawn.findIndex((other) => isSameQuota(other, draw));
      const known = this.drawn[index];
      if (known === undefined) this.drawn.push(draw);
      else this.drawn[index] = { ...draw, tokens: known.tokens + draw.tokens };
    }
  }

  addAttempt(): void {
    this.attempts += 1;
  }

  /** The operation has waited for quota, whether it got it or not. */
  addWait(milliseconds: number): void {
    this.waitedMs += milliseconds;
  }

  /** Records that the vendor answered this request with success. */
  acknowledge({ effect, keys = [], partialKeys = [] }: UpstreamRequest): void {
    if (effect !== 'read') this.writes.push({ keys, partialKeys });
  }

  get hasWritten(): boolean {
    return this.writes.length > 0;
  }

  /** Tokens by quota, and by channel where the quota is per channel. */
  get draws(): Draw[] {
    return [...this.drawn];
  }

  get calls(): CallSummary {
    return { attempts: this.attempts, waitedMs: Math.round(this.waitedMs) };
  }

  /** The effect at the vendor of a write that ended with this error. */
  appliedAfter({ details }: GatewayError): Applied {
    if (typeof details.applied === 'object') return orNothing(details.applied);
    if (details.applied !== undefined && details.applied !== 'no') return details.applied;
    if (!this.hasWritten) return 'no';
    return this.appliedKeys();
  }

  /** Of each key, the last write counts. */
  private appliedKeys(): AppliedKeys {
    const written = new Set<string>();
    const changed = new Set<string>();
    for (const { keys = [], partialKeys = [] } of this.writes) {
      for (const key of partialKeys) {
        written.delete(key);
        changed.add(key);
      }
      for (const key of keys) {
        changed.delete(key);
        written.add(key);
      }
    }
    return { keys: [...written], ...(changed.size > 0 && { changed: [...changed] }) };
  }
}

/** A plan that reads a result for each key from a reply names those that were applied: maybe none. */
const orNothing = (applied: AppliedKeys): Applied =>
  applied.keys.length === 0 && applied.changed === undefined ? 'no' : applied;

/** The error with the tokens and vendor calls that the operation used; any other error stays as it is. */
export const withUsage = (error: unknown, usage: Usage): unknown =>
  error instanceof GatewayError
    ? error.withDetails({ usage: usage.draws, calls: usage.calls })
    : error;

/** The error of a write with what the vendor has applied; any other error stays as it is. */
export const withApplied = (error: unknown, usage: Usage): unknown =>
  error instanceof GatewayError ? error.withDetails({ applied: usage.appliedAfter(error) }) : error;
