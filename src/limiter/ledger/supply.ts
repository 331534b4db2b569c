import type { Bucket } from '../bucket';
import { quotaOf } from '../channel-quota';
import type { TokenForecast } from '../forecast/token-forecast';
import type { FleetQuotas } from './fleet-quota';
import type { GrantPool } from './grant-pool';
import type { QuotaSupply } from './grant-requests';
import type { PlannedMessage } from './replica';
import { Retries } from './retries';

/** The tokens that the ledger probably has. Of a channel it tells only when it has none. */
export class Supply {
  readonly retries: Retries;

  constructor(
    buckets: ReadonlyMap<string, Bucket>,
    private readonly quotas: FleetQuotas,
    private readonly pool: GrantPool,
  ) {
    this.retries = new Retries(buckets);
  }

  /** The supply for the requests of one message. */
  forRequests({ isDue, hasEnds }: PlannedMessage, nowMs: number): QuotaSupply {
    return {
      free: (bucket) => this.freeOf(bucket, nowMs),
      isExhausted: (bucket) => !hasEnds && this.retries.isExhausted(bucket, nowMs),
      rivals: (bucket) => this.quotas.get(bucket)?.queuedElsewhere.length ?? 0,
      isMessageDue: isDue,
    };
  }

  /** By what this replica uses of a channel, and by the last reply about it. */
  forecastChannel(bucket: Bucket, own: TokenForecast): TokenForecast {
    const closedUntilMs = this.quotas.get(quotaOf(bucket))?.closedUntilMs ?? -Infinity;
    const openMs = Math.max(closedUntilMs, this.retries.freeAt(bucket));
    return { timeOf: (nth, drawSize) => Math.max(openMs, own.timeOf(nth, drawSize)) };
  }

  /** Tokens that are probably free; of a channel, those that this replica does not use. */
  private freeOf(bucket: Bucket, nowMs: number): number {
    if (bucket.channel === '') return this.quotas.get(bucket)?.available(nowMs) ?? 0;
    bucket.settle(nowMs);
    return bucket.available(nowMs) - this.pool.sumOf(bucket);
  }
}
