import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { COUNTER_OPS, type CounterChange } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';

const VALUE = { description: 'The one value; give this or `values`', example: '3' };
const VALUES = {
  type: [String],
  description: 'All values in their order; give this or `value`',
  example: ['3'],
} satisfies ApiPropertyOptions;
const OPTIONS = {
  type: 'object',
  additionalProperties: { type: 'object' },
  description: "Vendor-only switches under the vendor's name; other vendors' are passed over",
} as const;

/** Exactly one of `value` and `values` is checked where entries are made of it. */
export class ValueBody {
  @ApiPropertyOptional(VALUE)
  @IsOptional()
  @IsString()
  @IsWellFormedUnicode()
  value?: string;

  @ApiPropertyOptional(VALUES)
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsWellFormedUnicode({ each: true })
  values?: string[];
}

export class EntryBody extends ValueBody {
  @ApiProperty({ description: "The caller's own text, never changed", example: 'type' })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  key: string;
}

export class PutEntry extends ValueBody {
  @ApiPropertyOptional(OPTIONS)
  @IsOptional()
  @IsObject()
  options?: Record<string, unknown>;
}

export class PatchEntries {
  @ApiProperty({ type: [EntryBody] })
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => EntryBody)
  entries: EntryBody[];

  @ApiPropertyOptional(OPTIONS)
  @IsOptional()
  @IsObject()
  options?: Record<string, unknown>;
}

export class AddValues {
  @ApiProperty({ type: [String], example: ['department store'] })
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsWellFormedUnicode({ each: true })
  values: string[];
}

export class CounterChangeBody implements CounterChange {
  @ApiProperty({ example: 'likes' })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  key: string;

  @ApiProperty({ enum: COUNTER_OPS })
  @IsIn(COUNTER_OPS)
  op: CounterChange['op'];

  @ApiProperty({ type: 'integer', example: 1 })
  @IsInt()
  amount: number;
}

export class PatchCounters {
  @ApiProperty({ type: [CounterChangeBody] })
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => CounterChangeBody)
  counters: CounterChangeBody[];
}
