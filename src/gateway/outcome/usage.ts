import { drawnQuotaKey } from '../../core/channel-quotas';
import {
  GatewayError,
  type Applied,
  type AppliedKeys,
  type CallSummary,
} from '../../core/gateway-error';
import type { Draw, UpstreamRequest } from '../../core/upstream';

/** The tokens that one operation has used so far and the writes that the vendor has acknowledged. */
export class Usage {
  private readonly drawn = new Map<string, Draw>();
  private readonly writtenKeys = new Set<string>();
  private readonly changedKeys = new Set<string>();
  private writes = 0;
  private attempts = 0;
  private waitedMs = 0;

  addDraws(draws: readonly Draw[]): void {
    for (const draw of draws) {
      const key = drawnQuotaKey(draw);
      const tokens = (this.drawn.get(key)?.tokens ?? 0) + draw.tokens;
      this.drawn.set(key, { ...draw, tokens });
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
    if (effect === 'read') return;
    this.writes += 1;
    for (const key of partialKeys) {
      this.writtenKeys.delete(key);
      this.changedKeys.add(key);
    }
    for (const key of keys) {
      this.changedKeys.delete(key);
      this.writtenKeys.add(key);
    }
  }

  get hasWritten(): boolean {
    return this.writes > 0;
  }

  /** Tokens by quota, and by channel where the quota is per channel. */
  get draws(): Draw[] {
    return [...this.drawn.values()];
  }

  get calls(): CallSummary {
    return { attempts: this.attempts, waitedMs: Math.round(this.waitedMs) };
  }

  /** The effect at the vendor of a write that ended with this error. */
  appliedAfter({ details }: GatewayError): Applied {
    if (typeof details.applied === 'object') return orNothing(details.applied);
    if (details.applied !== undefined && details.applied !== 'no') return details.applied;
    if (!this.hasWritten) return 'no';
    const { writtenKeys, changedKeys } = this;
    return {
      keys: [...writtenKeys],
      ...(changedKeys.size > 0 && { changed: [...changedKeys] }),
    };
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
