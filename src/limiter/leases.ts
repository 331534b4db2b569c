import type { Bucket } from './bucket';
import type { Grant, LeasedTokens } from './limiter';
import { tooManyLeases } from './refusals';
import type { Lease } from './tokens/token-store';

/** The most leases that one client may have, those that wait for their tokens included. */
export class LeaseLimit {
  private readonly waiting = new Map<string, number>();

  constructor(public maxLeases = Infinity) {}

  /**
   * Counts a lease that begins to wait.
   * @param leases of all clients
   * @throws GatewayError quota-exhausted if the client has as many as it may have
   */
  enter(client: string, leases: readonly Lease[], holdMs: number, nowMs: number): void {
    const waiting = this.waiting.get(client) ?? 0;
    const held = leases.filter((lease) => lease.client === client);
    if (waiting + held.length >= this.maxLeases) {
      const nextEndMs = Math.min(nowMs + holdMs, ...held.map(({ endMs }) => endMs));
      throw tooManyLeases(waiting + held.length, nextEndMs - nowMs);
    }
    this.waiting.set(client, waiting + 1);
  }

  /**
   * Ends a lease that was just granted, if other replicas have granted the client leases while it waited.
   * @param leases of all clients, this one included
   * @throws GatewayError quota-exhausted then
   */
  confirm(client: string, grant: Grant, leases: readonly Lease[], nowMs: number): void {
    const held = leases.filter((lease) => lease.client === client);
    if (held.length <= this.maxLeases) return;
    grant.unsent();
    const nextEndMs = Math.min(...held.map(({ endMs }) => endMs));
    throw tooManyLeases(held.length - 1, nextEndMs - nowMs);
  }

  /** The lease no longer waits. */
  leave(client: string): void {
    const left = (this.waiting.get(client) ?? 0) - 1;
    if (left > 0) this.waiting.set(client, left);
    else this.waiting.delete(client);
  }
}

/** The tokens of one quota in leases, by client. */
export function leasedTokens(leases: readonly Lease[], bucket: Bucket): readonly LeasedTokens[] {
  const byClient = new Map<string, number>();
  for (const { client, draws } of leases)
    for (const draw of draws)
      if (draw.bucket === bucket) byClient.set(client, (byClient.get(client) ?? 0) + draw.tokens);
  return [...byClient].map(([client, tokens]) => ({ client, tokens }));
}

/** The tokens of one quota in leases of all clients. */
export const countLeased = (leased: readonly LeasedTokens[]): number =>
  leased.reduce((sum, { tokens }) => sum + tokens, 0);
