import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';

/** What a Nexconn (RongCloud) app key is configured with, beside what every connection has. */
export class NexconnSettings {
  @IsString()
  @IsNotEmpty()
  appKey: string;

  @IsString()
  @IsNotEmpty()
  appSecret: string;

  /**
   * `classic`: direct and group sets go to `/v4/message/metadata/set` with `messageUID`, open-channel
   * batches are forms. `current`: `/v4/channel-type/message/metadata/set` with `messageId`,
   * open-channel batches and reads are v4 JSON.
   */
  @IsOptional()
  @IsIn(['classic', 'current'])
  profile: 'classic' | 'current' = 'classic';
}
