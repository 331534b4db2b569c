import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';

export const PLANS = ['free-trial', '5k-mau', '10k-mau', '25k-mau', '50k-mau', '100k-mau'] as const;
export type Plan = (typeof PLANS)[number];

/** What a Sendbird application is configured with, beside what every connection has. */
export class SendbirdSettings {
  /** Names the application; the vendor reads it from the host of `baseUrls`. */
  @IsString()
  @IsNotEmpty()
  appId: string;

  @IsString()
  @IsNotEmpty()
  apiToken: string;

  /** Message values by `sorted_metaarray` (current) or by `metaarray` (the older pages). */
  @IsOptional()
  @IsIn(['sorted', 'legacy'])
  metaarray: 'sorted' | 'legacy' = 'sorted';

  /** The plan that the request quotas follow. */
  @IsOptional()
  @IsIn(PLANS)
  plan: Plan = '10k-mau';

  /**
   * What channel metadata's 128 and 190 count: the page says characters, an older guide bytes. Bytes
   * are safe with both.
   */
  @IsOptional()
  @IsIn(['bytes', 'characters'])
  lengthUnit: 'bytes' | 'characters' = 'bytes';
}
