import type { Bucket } from '../bucket';
import type { ClientLease } from '../queue/waiter';
import type { Lease } from '../tokens/token-store';
import { drawText } from './grant-requests';
import type { ListedLease } from './messages';

/**
 * The leases of clients in the ledger, by the last list and what this replica has granted and ended since.
 * It reports them when the ledger has lost its data.
 */
export class LedgerLeases {
  private readonly byId = new Map<string, Lease>();

  constructor(private readonly buckets: ReadonlyMap<string, Bucket>) {}

  list(leases: readonly ListedLease[], nowMs: number): void {
    this.byId.clear();
    for (const [id, client, text, leftMs] of leases)
      this.byId.set(id, { client, draws: this.parse(text), endMs: nowMs + leftMs });
  }

  add({ id, client }: ClientLease, draws: Lease['draws'], endMs: number): void {
    this.byId.set(id, { client, draws, endMs });
  }

  delete(id: string): void {
    this.byId.delete(id);
  }

  current(nowMs: number): readonly Lease[] {
    return [...this.byId.values()].filter(({ endMs }) => endMs > nowMs);
  }

  report(nowMs: number): readonly ListedLease[] {
    return [...this.byId]
      .filter(([, { endMs }]) => endMs > nowMs)
      .map(([id, { client, draws, endMs }]) => [id, client, drawText(draws), endMs - nowMs]);
  }

  private parse(text: string): Lease['draws'] {
    return text.split(';').flatMap((draw) => {
      const [name = '', tokens] = draw.split('=');
      const bucket = this.buckets.get(name);
      return bucket ? [{ bucket, tokens: Number(tokens) }] : [];
    });
  }
}
