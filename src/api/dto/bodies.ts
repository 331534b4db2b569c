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

const VALUE = {
  description: 'The only value of the entry. Give either this or `values`',
  example: '3',
};
const VALUES = {
  type: [String],
  description: 'All values of the entry, in their order. Give either this or `value`',
  example: ['3'],
} satisfies ApiPropertyOptions;
const OPTIONS = {
  type: 'object',
  additionalProperties: { type: 'object' },
  description:
    'Vendor-specific options, under the name of the vendor. Those of other vendors are ignored',
} as const;

/** That exactly one of `value` and `values` is given is checked where entries are parsed. */
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
  @ApiProperty({ description: 'Sent to the vendor unchanged', example: 'type' })
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
  @ApiProperty({ type: [EntryBody], description: 'The entries to set, each key once' })
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
  @ApiProperty({
    type: [String],
    description: 'The values to add',
    example: ['department store'],
  })
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

  @ApiProperty({
    type: 'integer',
    description: 'The new value with `set`, else the difference. A difference must not be negative',
    example: 1,
  })
  @IsInt()
  amount: number;
}

export class PatchCounters {
  @ApiProperty({ type: [CounterChangeBody], description: 'The changes, each key once' })
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => CounterChangeBody)
  counters: CounterChangeBody[];
}
