import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { COUNTER_OPS, type CounterChange } from '../../core/metadata';
import { IsWellFormedUnicode } from '../../validation';
import { Identifier, ListOf, TextList, Upsert } from './decorators';
import { VendorOptions } from './vendor-options';

const VALUE = {
  description: 'The only value of the entry. Give either this or `values`',
  example: '3',
};
const VALUES = {
  required: false,
  description: 'All values of the entry, in their order. Give either this or `value`',
  example: ['3'],
};
const UPSERT =
  '`false`: write only keys that exist. The reply names the others in `skipped`; for the key in the path it is 404';

/** That exactly one of `value` and `values` is given is checked where entries are parsed. */
export class ValueBody {
  @ApiPropertyOptional(VALUE)
  @IsOptional()
  @IsString()
  @IsWellFormedUnicode()
  value?: string;

  @TextList(VALUES)
  values?: string[];
}

export class EntryBody extends ValueBody {
  @Identifier({ description: 'Sent to the vendor unchanged', example: 'type' })
  key: string;
}

export class PutEntry extends ValueBody {
  @Upsert(UPSERT)
  upsert?: boolean;

  @VendorOptions()
  options?: Record<string, unknown>;
}

export class PatchEntries {
  @ListOf(EntryBody, { description: 'The entries to set, each key once' })
  entries: EntryBody[];

  @Upsert(UPSERT)
  upsert?: boolean;

  @VendorOptions()
  options?: Record<string, unknown>;
}

export class AddValues {
  @TextList({ description: 'The values to add', example: ['department store'] })
  values: string[];

  @VendorOptions()
  options?: Record<string, unknown>;
}

/** Values of one key. */
export class KeyValuesBody {
  @Identifier({ example: 'places' })
  key: string;

  @TextList({ example: ['department store'] })
  values: string[];
}

/** That there is a change, and each key only once, is checked where the changes are parsed. */
export class ChangeValues {
  @ListOf(KeyValuesBody, { description: 'The values to add, each key once', required: false })
  add?: KeyValuesBody[];

  @ListOf(KeyValuesBody, {
    required: false,
    description: 'The values to remove, each key once, and no key of `add`',
  })
  remove?: KeyValuesBody[];

  @VendorOptions()
  options?: Record<string, unknown>;
}

export class CounterChangeBody implements CounterChange {
  @Identifier({ example: 'likes' })
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
  @ListOf(CounterChangeBody, { description: 'The changes, each key once' })
  counters: CounterChangeBody[];

  @Upsert('`false`: change only counters that exist. The reply names the others in `skipped`')
  upsert?: boolean;

  @VendorOptions()
  options?: Record<string, unknown>;
}
