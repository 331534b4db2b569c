import type { Bucket } from '../bucket';
import { cooldownEndedHereAlone } from '../refusals';
import type { FleetQuota } from './fleet-quota';
import { channelName } from './grant-requests';
import type { LedgerClient } from './ledger-client';
import type { QuotaView } from './messages';
import type { Retries } from './retries';
import { SILENT_AFTER_MS } from './session-times';

/** The cooldowns that this replica begins and ends for the fleet, and those in its memory. */
export class Cooldowns {
  /** By bucket: how many cooldowns an operator had ended by the last view. */
  private readonly ends = new Map<Bucket, number>();

  constructor(
    private readonly ledger: Pick<LedgerClient, 'coolDown' | 'endCooldown' | 'postShortage'>,
    private readonly session: { readonly epoch: string },
    private readonly quotas: Map<Bucket, FleetQuota>,
    private readonly retries: Retries,
  ) {}

  /** If the message is lost, the cooldown applies to this replica alone. */
  begin(buckets: readonly Bucket[], forMs: number, nowMs: number): void {
    for (const bucket of buckets) bucket.coolDown(nowMs + forMs);
    const quotas = buckets.flatMap(({ channel, name }) => (channel === '' ? name : []));
    const channels = buckets.filter(({ channel }) => channel !== '').map(channelName);
    this.ledger.coolDown({ ...this.message, quotas, channels, forMs }).catch(() => undefined);
  }

  /** @throws GatewayError limiter-unavailable if it has ended on this replica alone */
  async end(bucket: Bucket): Promise<void> {
    this.endHere(bucket);
    const { message } = this;
    const { epoch } = await this.ledger
      .endCooldown({ ...message, quota: bucket.name })
      .catch((cause: unknown) => {
        throw cooldownEndedHereAlone(bucket.name, cause);
      });
    if (epoch === '' || epoch !== message.epoch) throw cooldownEndedHereAlone(bucket.name);
    const quota = this.quotas.get(bucket);
    if (quota) this.quotas.set(bucket, quota.withoutCooldown());
    this.ledger.postShortage();
  }

  /** Ends the cooldown in the memory of this replica when an operator has ended it on another. */
  noteView(bucket: Bucket, { cooldownEnds }: QuotaView): void {
    if (cooldownEnds > (this.ends.get(bucket) ?? cooldownEnds)) this.endHere(bucket);
    this.ends.set(bucket, cooldownEnds);
  }

  private endHere(bucket: Bucket): void {
    bucket.endCooldown();
    this.retries.forget(bucket);
  }

  private get message() {
    return { epoch: this.session.epoch, silentAfterMs: SILENT_AFTER_MS };
  }
}
