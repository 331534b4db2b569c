import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';
import { CounterChangeBody, EntryBody } from '../dto/bodies';
import { VendorOptions } from '../dto/vendor-options';

const VERBS = ['get', 'set', 'delete', 'add-values', 'remove-values', 'count'] as const;
export type BatchVerb = (typeof VERBS)[number];

export const MAX_OPERATIONS = 10_000;

/** One operation of a batch. Which parameters a verb has is checked where operations are read. */
export class BatchOperation {
  @ApiProperty({
    description:
      'Your id of this operation, unique in the batch. Its line of the reply has the same id',
    example: '1',
  })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  id: string;

  @ApiProperty({ description: 'The name of a configured connection' })
  @IsString()
  @MinLength(1)
  connection: string;

  @ApiProperty({
    enum: CHANNEL_TYPES,
    description: '`GET /v1/providers` lists the channel types of each vendor',
  })
  @IsIn(CHANNEL_TYPES)
  channelType: ChannelType;

  @ApiProperty({ description: 'The vendor’s id of the channel; of a direct channel, the user id' })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  channelId: string;

  @ApiPropertyOptional({
    description:
      'The vendor’s id of a message, for message metadata. Leave it out for channel metadata',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  messageId?: string;

  @ApiPropertyOptional({ description: 'The id of a subchannel, for community channels only' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  subchannelId?: string;

  @ApiProperty({
    enum: VERBS,
    description:
      '`add-values` and `remove-values` change the values of entries of a message; `count` changes counters of a channel',
  })
  @IsIn(VERBS)
  verb: BatchVerb;

  @ApiPropertyOptional({
    type: [EntryBody],
    description:
      'The entries to set, or the values to add or remove. Required with `set`, `add-values` and `remove-values`, not allowed with other verbs',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => EntryBody)
  entries?: EntryBody[];

  @ApiPropertyOptional({
    type: [CounterChangeBody],
    description: 'The changes of counters. Required with `count`, not allowed with other verbs',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => CounterChangeBody)
  counters?: CounterChangeBody[];

  @ApiPropertyOptional({
    type: 'boolean',
    default: true,
    description:
      'With `set` and `count` only. `false`: write only keys that exist; `skipped` of the reply names the others',
  })
  @IsOptional()
  @IsBoolean()
  upsert?: boolean;

  @ApiPropertyOptional({
    type: [String],
    description:
      'With `delete`, the keys to delete (required). With `get`, the keys to read; without it, all. Not allowed with other verbs',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @IsWellFormedUnicode({ each: true })
  keys?: string[];

  @ApiPropertyOptional({
    description:
      'The vendor’s id of the user on whose behalf it is called; takes precedence over the header `X-Actor-Id`',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  actorId?: string;

  /** Not allowed with `get`. */
  @VendorOptions()
  options?: Record<string, unknown>;
}

export class Batch {
  /** Operations are validated one by one, so that a fault in one does not refuse the others. */
  @ApiProperty({ type: [BatchOperation], minItems: 1, maxItems: MAX_OPERATIONS })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_OPERATIONS)
  operations: unknown[];
}
