import type { RouteContext } from '../../kit/vendor';
import type { Fields } from '../http/fields';
import type { Generation } from '../http/generations';
import type { QuotaName } from '../model/quotas';
import type { NexconnState } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';

export type NexconnContext = RouteContext<NexconnState, NexconnUnknowns>;

/** Tokens that a call draws, by quota. */
export type NexconnDraws = Readonly<Partial<Record<QuotaName, number>>>;

/** An operation, independent of the API generation. */
export interface Operation {
  /** Further draws of a call. May throw on unreadable fields; then the call draws 1 token from `quota` only. */
  readonly draws: (fields: Fields) => NexconnDraws;
  /** Whether it changes nothing; default: false. */
  readonly isRead?: true;
  /** The setting that enables the service; the operation answers 1009 if it is false. */
  readonly service?: 'openChannelMetadataEnabled';
  /** The quota that every call draws from: 1 token, unless `draws` overrides it. */
  readonly quota?: QuotaName;
  /** Carries out the request. Returns the fields of the reply without `code`. @throws Refusal */
  readonly run: (fields: Fields, context: NexconnContext, generation: Generation) => object;
}
