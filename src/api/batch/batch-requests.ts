import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';
import { EntryBody } from '../dto/bodies';

const VERBS = ['get', 'set', 'delete'] as const;
export const MAX_OPERATIONS = 10_000;

export class BatchOperation {
  @ApiProperty({ description: 'Comes back in the line of this operation', example: '1' })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  id: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  connection: string;

  @ApiProperty({ enum: CHANNEL_TYPES })
  @IsIn(CHANNEL_TYPES)
  channelType: ChannelType;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  channelId: string;

  @ApiPropertyOptional({ description: 'Metadata of this message; without it, of the channel' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  messageId?: string;

  @ApiPropertyOptional({ description: 'Community channels only' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  subchannelId?: string;

  @ApiProperty({ enum: VERBS })
  @IsIn(VERBS)
  verb: (typeof VERBS)[number];

  @ApiPropertyOptional({ type: [EntryBody], description: 'What to set' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => EntryBody)
  entries?: EntryBody[];

  @ApiPropertyOptional({ type: [String], description: 'What to delete; of a get, what to read' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @IsWellFormedUnicode({ each: true })
  keys?: string[];

  @ApiPropertyOptional({ description: 'As `X-Actor-Id`, which holds where this is left out' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  actorId?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'object' } })
  @IsOptional()
  @IsObject()
  options?: Record<string, unknown>;
}

export class Batch {
  /** Each is judged for itself: what is wrong with one is its own answer. */
  @ApiProperty({ type: [BatchOperation], minItems: 1, maxItems: MAX_OPERATIONS })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_OPERATIONS)
  operations: unknown[];
}
