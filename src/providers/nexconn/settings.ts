import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, Min } from 'class-validator';

/** The settings of a Nexconn (RongCloud) connection, in addition to those that all connections have. */
export class NexconnSettings {
  @IsString()
  @IsNotEmpty()
  appKey: string;

  @IsString()
  @IsNotEmpty()
  appSecret: string;

  /**
   * The pages that the vendor's API is taken to follow. `classic`: direct and group sets go to
   * `/v4/message/metadata/set`, and sets and deletes say `messageUID`; open-channel reads and batches are
   * forms. `current`: `/v4/channel-type/message/metadata/set` with `messageId`; open-channel reads and
   * batches are v4 JSON. `rongcloud`: forms throughout, as RongCloud's own SDKs send them.
   */
  @IsOptional()
  @IsIn(['classic', 'current', 'rongcloud'])
  profile: 'classic' | 'current' | 'rongcloud' = 'classic';

  /** The most pairs in one set of community metadata: the vendor's page says 100, its SDK 20. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  communityPairs = 100;
}
