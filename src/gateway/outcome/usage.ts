import type { Applied, GatewayError } from '../../core/gateway-error';
import type { Draw, UpstreamRequest } from '../../core/upstream';

/** What one operation has cost and done so far, over all its vendor calls. */
export class Account {
  private readonly tokens = new Map<string, number>();
  private readonly keys = new Set<string>();
  private writes = 0;

  spend(draws: readonly Draw[]): void {
    for (const { quota, tokens } of draws)
      this.tokens.set(quota, (this.tokens.get(quota) ?? 0) + tokens);
  }

  /** The vendor acknowledged this request. */
  acknowledge({ effect, keys = [] }: UpstreamRequest): void {
    if (effect === 'read') return;
    this.writes += 1;
    for (const key of keys) this.keys.add(key);
  }

  get hasWritten(): boolean {
    return this.writes > 0;
  }

  get spent(): Draw[] {
    return [...this.tokens].map(([quota, tokens]) => ({ quota, tokens }));
  }

  /** What the vendor did of a write that failed with this error. */
  applied(error: GatewayError): Applied {
    const { applied } = error.details;
    if (applied !== undefined && applied !== 'no') return applied;
    return this.hasWritten ? { keys: [...this.keys] } : 'no';
  }
}
