import { GatewayError } from '../../core/gateway-error';

/** Each stream holds a connection open. */
const MAX_STREAMS = 100;
const MAX_STREAMS_PER_CLIENT = 10;
const RETRY_DELAY_MS = 5_000;

/** Limits the open event streams, so that readers leave connections for API calls. */
export class ReaderLimit {
  private readonly countByClient = new Map<string, number>();
  private total = 0;

  /**
   * Counts one more stream of the client.
   * @returns a function that counts the stream out; call it exactly once
   * @throws GatewayError overloaded when a limit is reached
   */
  admit(client: string): () => void {
    const count = this.countByClient.get(client) ?? 0;
    if (this.total >= MAX_STREAMS || count >= MAX_STREAMS_PER_CLIENT)
      throw new GatewayError(
        'overloaded',
        `At most ${MAX_STREAMS} event streams may be open on this replica, and ${MAX_STREAMS_PER_CLIENT} per client.`,
        { retryAfterMs: RETRY_DELAY_MS },
      );
    this.change(client, 1);
    return () => {
      this.change(client, -1);
    };
  }

  private change(client: string, by: number): void {
    const count = (this.countByClient.get(client) ?? 0) + by;
    this.total += by;
    if (count === 0) this.countByClient.delete(client);
    else this.countByClient.set(client, count);
  }
}
