import type { RouteContext } from '../../kit/vendor';
import type { Fields } from '../http/fields';
import type { Generation } from '../http/generations';
import type { QuotaName } from '../model/quotas';
import type { NexconnState } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';

export type NexconnContext = RouteContext<NexconnState, NexconnUnknowns>;

/** Quotas that a call draws on, by weight. */
export type NexconnDraws = Readonly<Partial<Record<QuotaName, number>>>;

/** What an endpoint does, whatever its generation calls the fields. */
export interface Operation {
  /** May throw on fields that cannot be read; then the call weighs 1 on `quota`. */
  readonly draws: (fields: Fields) => NexconnDraws;
  /** Unknown that says whether the service behind it is enabled for the App Key (else 1009). */
  readonly service?: 'openChannelMetadataEnabled';
  /** The quota that a call draws on in any case. */
  readonly quota?: QuotaName;
  /** The reply but for its `code`. Throws Refusal. */
  readonly run: (fields: Fields, context: NexconnContext, generation: Generation) => object;
}
