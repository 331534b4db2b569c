import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';

/** The path of everything that belongs to a channel. Segments are decoded before, and never empty. */
export class ChannelPath {
  @ApiProperty({ description: 'The name of a configured connection' })
  @IsString()
  connection: string;

  @ApiProperty({
    enum: CHANNEL_TYPES,
    description: '`GET /v1/providers` lists the channel types of each vendor',
  })
  @IsIn(CHANNEL_TYPES)
  channelType: ChannelType;

  @ApiProperty({
    description:
      'The vendor’s id of the channel, percent-encoded; of a direct channel, the user id',
  })
  @IsString()
  channelId: string;
}

export class MessagePath extends ChannelPath {
  @ApiProperty({ description: 'The vendor’s id of the message, percent-encoded' })
  @IsString()
  messageId: string;
}

export class ChannelEntryPath extends ChannelPath {
  @ApiProperty({ description: 'The key, percent-encoded' })
  @IsString()
  key: string;
}

export class MessageEntryPath extends MessagePath {
  @ApiProperty({ description: 'The key, percent-encoded' })
  @IsString()
  key: string;
}

export class ConnectionPath {
  @ApiProperty({ description: 'The name of a configured connection' })
  @IsString()
  connection: string;
}

export class QuotaPath extends ConnectionPath {
  @ApiProperty({
    description: 'The name of a quota, as `GET /v1/connections/{connection}/quotas` lists it',
  })
  @IsString()
  quota: string;
}

export class SuspendedSharePath extends QuotaPath {
  @ApiProperty({
    description:
      'The name of a silent replica, as `suspendedShares` of `GET /v1/connections/{connection}/quotas` lists it',
  })
  @IsString()
  replica: string;
}
