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
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';
import { CounterChangeBody, EntryBody } from '../dto/bodies';
import { Identifier, ListOf, Upsert } from '../dto/decorators';
import { VendorOptions } from '../dto/vendor-options';

const VERBS = ['get', 'set', 'delete', 'add-values', 'remove-values', 'count'] as const;
export type BatchVerb = (typeof VERBS)[number];

export const MAX_OPERATIONS = 10_000;

/** One operation of a batch. Which parameters a verb has is checked where operations are read. */
export class BatchOperation {
  @Identifier({
    description:
      'Your id of this operation, unique in the batch. Its line of the reply has the same id',
    example: '1',
  })
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

  @Identifier({ description: 'The vendor’s id of the channel; of a direct channel, the user id' })
  channelId: string;

  @Identifier({
    required: false,
    description:
      'The vendor’s id of a message, for message metadata. Leave it out for channel metadata',
  })
  messageId?: string;

  @Identifier({
    description: 'The id of a subchannel, for community channels only',
    required: false,
  })
  subchannelId?: string;

  @ApiProperty({
    enum: VERBS,
    description:
      '`add-values` and `remove-values` change the values of entries of a message; `count` changes counters of a channel',
  })
  @IsIn(VERBS)
  verb: BatchVerb;

  @ListOf(EntryBody, {
    required: false,
    description:
      'The entries to set, or the values to add or remove. Required with `set`, `add-values` and `remove-values`, not allowed with other verbs',
  })
  entries?: EntryBody[];

  @ListOf(CounterChangeBody, {
    required: false,
    description: 'The changes of counters. Required with `count`, not allowed with other verbs',
  })
  counters?: CounterChangeBody[];

  @Upsert(
    'With `set` and `count` only. `false`: write only keys that exist; `skipped` of the reply names the others',
  )
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

  @Identifier({
    required: false,
    description:
      'The vendor’s id of the user on whose behalf it is called; takes precedence over the header `X-Actor-Id`',
  })
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
