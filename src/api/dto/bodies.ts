import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { COUNTER_OPS, type CounterChange } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';
import { VendorOptions } from './vendor-options';

const VALUE = {
  description: 'The only value of the entry. Give either this or `values`',
  example: '3',
};
const VALUES = {
  type: [String],
  description: 'All values of the entry, in their order. Give either this or `value`',
  example: ['3'],
} satisfies ApiPropertyOptions;
const UPSERT = {
  type: 'boolean',
  default: true,
  description:
    '`false`: write only keys that exist. The reply names the others in `skipped`; for the key in the path it is 404',
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
  @ApiPropertyOptional(UPSERT)
  @IsOptional()
  @IsBoolean()
  upsert?: boolean;

  @VendorOptions()
  options?: Record<string, unknown>;
}

export class PatchEntries {
  @ApiProperty({ type: [EntryBody], description: 'The entries to set, each key once' })
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => EntryBody)
  entries: EntryBody[];

  @ApiPropertyOptional(UPSERT)
  @IsOptional()
  @IsBoolean()
  upsert?: boolean;

  @VendorOptions()
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

  @VendorOptions()
  options?: Record<string, unknown>;
}

/** Values of one key. */
export class KeyValuesBody {
  @ApiProperty({ example: 'places' })
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  key: string;

  @ApiProperty({ type: [String], example: ['department store'] })
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsWellFormedUnicode({ each: true })
  values: string[];
}

/** That there is a change, and each key only once, is checked where the changes are parsed. */
export class ChangeValues {
  @ApiPropertyOptional({ type: [KeyValuesBody], description: 'The values to add, each key once' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => KeyValuesBody)
  add?: KeyValuesBody[];

  @ApiPropertyOptional({
    type: [KeyValuesBody],
    description: 'The values to remove, each key once, and no key of `add`',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => KeyValuesBody)
  remove?: KeyValuesBody[];

  @VendorOptions()
  options?: Record<string, unknown>;
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

  @ApiPropertyOptional({
    type: 'boolean',
    default: true,
    description:
      '`false`: change only counters that exist. The reply names the others in `skipped`',
  })
  @IsOptional()
  @IsBoolean()
  upsert?: boolean;

  @VendorOptions()
  options?: Record<string, unknown>;
}
