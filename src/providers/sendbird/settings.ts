import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';

export const PLANS = ['free-trial', '5k-mau', '10k-mau', '25k-mau', '50k-mau', '100k-mau'] as const;
export type SubscriptionPlan = (typeof PLANS)[number];

/** The settings of a Sendbird connection, in addition to those that all connections have. */
export class SendbirdSettings {
  /**
   * The application id. Connections with the same id share their quotas. Requests do not carry it: the
   * vendor takes it from the host name in `baseUrls`.
   */
  @IsString()
  @IsNotEmpty()
  appId: string;

  @IsString()
  @IsNotEmpty()
  apiToken: string;

  /** The endpoint of message values: `sorted_metaarray` (current) or `metaarray` (`legacy`). */
  @IsOptional()
  @IsIn(['sorted', 'legacy'])
  metaarray: 'sorted' | 'legacy' = 'sorted';

  /** The subscription plan, which decides the request quotas. */
  @IsOptional()
  @IsIn(PLANS)
  plan: SubscriptionPlan = '10k-mau';

  /**
   * Whether a request counts towards the application's quota of its method besides that of its endpoint.
   * The vendor's pages say "per endpoint", its forum counts all endpoints together; `application` keeps both.
   */
  @IsOptional()
  @IsIn(['application', 'endpoint'])
  quotaScope: 'application' | 'endpoint' = 'application';

  /**
   * The unit of the limits of channel metadata, 128 for a key and 190 for a value. "Update metadata" says
   * characters, an older guide says bytes.
   */
  @IsOptional()
  @IsIn(['characters', 'bytes'])
  lengthUnit: 'characters' | 'bytes' = 'characters';
}
