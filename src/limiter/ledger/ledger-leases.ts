import type { Bucket } from '../bucket';
import type { Clock } from '../clock';
import type { Grant, LeaseEnd } from '../limiter';
import type { Lease } from '../tokens/token-store';
import type { FreeAt } from './fleet-quota';
import type { LedgerGrant } from './grant-pool';
import { drawText } from './grant-requests';
import type { EndedLease, ListedLease } from './messages';

/** Ends leases in the ledger, or asks for one, as its session does. */
interface LeaseEnding {
  endLease(...end: EndedLease): Promise<boolean>;
}

/**
 * The leases of clients in the ledger, by the last list and what this replica has granted and ended since.
 * Their tokens are no part of what this replica uses. It reports them when the ledger has lost its data.
 */
export class LedgerLeases {
  private readonly byId = new Map<string, Lease>();

  constructor(
    private readonly buckets: ReadonlyMap<string, Bucket>,
    private readonly session: () => LeaseEnding,
    private readonly clock: Clock,
  ) {}

  /** Takes over a list of all leases. */
  list(leases: readonly ListedLease[], nowMs: number): void {
    this.byId.clear();
    for (const [id, client, text, leftMs] of leases)
      this.byId.set(id, { client, draws: this.parse(text), endMs: nowMs + leftMs });
  }

  /** Notes a grant of the ledger, if it is for a lease. */
  noteGrant({ lane: { draws, lease }, leaseEndMs }: LedgerGrant): void {
    if (lease && leaseEndMs !== undefined)
      this.byId.set(lease.id, { client: lease.client, draws, endMs: leaseEndMs });
  }

  get current(): readonly Lease[] {
    const nowMs = this.clock.now();
    return [...this.byId.values()].filter(({ endMs }) => endMs > nowMs);
  }

  /** The tokens of a bucket in leases, and when they are taken for lost. */
  tokensOf(bucket: Bucket): readonly FreeAt[] {
    return this.current.flatMap(({ draws, endMs }) =>
      draws.flatMap((draw): FreeAt[] => (draw.bucket === bucket ? [[draw.tokens, endMs]] : [])),
    );
  }

  report(nowMs: number): readonly ListedLease[] {
    return [...this.byId]
      .filter(([, { endMs }]) => endMs > nowMs)
      .map(([id, { client, draws, endMs }]) => [id, client, drawText(draws), endMs - nowMs]);
  }

  /** Begins a lease with its grant. */
  begin(grant: LedgerGrant, waitedMs: number): Grant {
    const { endMs, leaseEndMs = endMs } = grant;
    const end = (how: LeaseEnd) => () => {
      this.endUnawaited(grant, how);
    };
    return {
      waitedMs,
      leaseEndMs,
      isOverdue: () => this.clock.now() > endMs,
      answered: end('answered'),
      unsent: end('unsent'),
      lost: () => undefined,
    };
  }

  /** @throws GatewayError limiter-unavailable if there is no reply */
  async endLease(id: string, client: string, how: LeaseEnd): Promise<boolean> {
    const wasHeld = await this.session().endLease(id, client, how);
    if (wasHeld) this.byId.delete(id);
    return wasHeld;
  }

  /** The ledger is asked: the last list may be older than the grant or the end. @throws as `endLease` */
  holdsLease(id: string, client: string): Promise<boolean> {
    return this.session().endLease(id, client, 'held');
  }

  /** Without a reply, the lease is taken for lost at its end. */
  endUnawaited({ lane: { lease } }: LedgerGrant, how: LeaseEnd): void {
    if (lease) void this.endLease(lease.id, lease.client, how).catch(() => undefined);
  }

  private parse(text: string): Lease['draws'] {
    return text.split(';').flatMap((draw) => {
      const [name = '', tokens] = draw.split('=');
      const bucket = this.buckets.get(name);
      return bucket ? [{ bucket, tokens: Number(tokens) }] : [];
    });
  }
}
