import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';

/** The path of everything that belongs to a channel. Segments are decoded already and never empty. */
export class ChannelPath {
  @ApiProperty({ description: 'A configured vendor account' })
  @IsString()
  connection: string;

  @ApiProperty({
    enum: CHANNEL_TYPES,
    description: 'Which of these a vendor has: GET /v1/providers',
  })
  @IsIn(CHANNEL_TYPES)
  channelType: ChannelType;

  @ApiProperty({ description: "The vendor's channel id (user id for direct), percent-encoded" })
  @IsString()
  channelId: string;
}

export class MessagePath extends ChannelPath {
  @ApiProperty({ description: "The vendor's message id, percent-encoded" })
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
  @ApiProperty({ description: 'A configured vendor account' })
  @IsString()
  connection: string;
}
