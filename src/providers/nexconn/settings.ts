import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';

/** The settings of a Nexconn (RongCloud) connection, in addition to those that all connections have. */
export class NexconnSettings {
  @IsString()
  @IsNotEmpty()
  appKey: string;

  @IsString()
  @IsNotEmpty()
  appSecret: string;

  /**
   * The generation of the vendor's API. `classic`: direct and group sets go to
   * `/v4/message/metadata/set` with `messageUID`; open-channel reads and batches are forms. `current`:
   * direct and group sets go to `/v4/channel-type/message/metadata/set` with `messageId`; open-channel
   * reads and batches are v4 JSON.
   */
  @IsOptional()
  @IsIn(['classic', 'current'])
  profile: 'classic' | 'current' = 'classic';
}
