import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MinLength,
} from 'class-validator';

const LIST = 'comma-separated, as repeated parameters, or both';

/** @param absent what it means that there are no keys */
const OptionalKeys = (keys: string, absent: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: [String], description: `${keys}: ${LIST}. ${absent}` }),
    IsOptional(),
    IsArray(),
    ArrayNotEmpty(),
    IsString({ each: true }),
    MinLength(1, { each: true }),
  );

/** The query parameters of every operation on metadata and counters. */
export class OperationQuery {
  @ApiPropertyOptional({
    description: 'The id of a subchannel. Only community channels have subchannels',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  subchannelId?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description:
      '`true`: reply with the exact vendor requests instead of sending them. This uses no quota',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';
}

/** The query of every operation that deletes or removes: a DELETE has no body. */
export class RemoveQuery extends OperationQuery {
  @ApiPropertyOptional({
    description:
      'Vendor-specific options as JSON text, under the name of the vendor. Those of other vendors are ignored',
    example: '{}',
  })
  @IsOptional()
  @IsString()
  options?: string;
}

export class ReadQuery extends OperationQuery {
  @OptionalKeys('The keys to read', 'Without it, all keys')
  keys?: string[];

  @ApiPropertyOptional({
    description:
      'The `nextCursor` of the previous page. Vendors that return everything at once have no cursor',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  cursor?: string;
}

/** The most messages of one read. */
export const MAX_MESSAGES = 200;

export class MessagesQuery extends OperationQuery {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MAX_MESSAGES,
    description: `The vendor’s ids of the messages, up to ${MAX_MESSAGES}: ${LIST}. An id that is given twice is read once and answered twice`,
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_MESSAGES)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  messageIds: string[];

  @OptionalKeys('The keys to read of each message', 'Without it, all keys')
  keys?: string[];
}

export class DeleteQuery extends RemoveQuery {
  @OptionalKeys('The keys to delete', 'Required unless `all=true`')
  keys?: string[];

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: '`true`: delete all keys. Not allowed together with `keys`',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  all?: 'true' | 'false';
}

export class ValuesQuery extends RemoveQuery {
  @ApiProperty({
    type: [String],
    description: 'The values to remove, as repeated parameters. A comma is part of the value here',
  })
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  values: string[];
}

export class EventsQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description:
      '`true`: keep the response open and send new events. Otherwise it ends after the stored events',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  follow?: 'true' | 'false';
}
