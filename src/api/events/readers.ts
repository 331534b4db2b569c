import { GatewayError } from '../../core/gateway-error';

/** Who may read along at the same time: each holds a connection open. */
const MOST = 100;
const MOST_OF_A_CLIENT = 10;
const RETRY_MS = 5_000;

/** Counts who reads along, so that watching never takes the place of calling. */
export class Readers {
  private readonly counts = new Map<string, number>();
  private all = 0;

  /**
   * One more, until it is told to have left.
   * @returns what tells so; once is enough
   * @throws GatewayError overloaded where too many read already
   */
  admit(client: string): () => void {
    const mine = this.counts.get(client) ?? 0;
    if (this.all >= MOST || mine >= MOST_OF_A_CLIENT)
      throw new GatewayError('overloaded', 'Too many event streams are open.', {
        retryAfterMs: RETRY_MS,
      });
    this.change(client, 1);
    return () => {
      this.change(client, -1);
    };
  }

  private change(client: string, by: number): void {
    const count = (this.counts.get(client) ?? 0) + by;
    this.all += by;
    if (count === 0) this.counts.delete(client);
    else this.counts.set(client, count);
  }
}
