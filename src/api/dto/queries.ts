import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, IsArray, IsIn, IsOptional, IsString, MinLength } from 'class-validator';

/** What every call on metadata and counters may say in its query. */
export class OperationQuery {
  @ApiPropertyOptional({
    description: 'The part of a community channel, where it has parts; refused elsewhere',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  subchannelId?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'Answer with the exact vendor calls instead of making them; nothing is spent',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';
}

export class ReadQuery extends OperationQuery {
  @ApiPropertyOptional({
    type: [String],
    description: 'Only these keys: comma-separated, repeated, or both',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  keys?: string[];

  @ApiPropertyOptional({
    description:
      '`nextCursor` of the reply before: the page after it. Vendors that answer everything at once give none',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  cursor?: string;
}

export class DeleteQuery extends OperationQuery {
  @ApiPropertyOptional({
    type: [String],
    description: 'The keys to delete: comma-separated, repeated, or both',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  keys?: string[];

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Every key is meant' })
  @IsOptional()
  @IsIn(['true', 'false'])
  all?: 'true' | 'false';
}

export class ValuesQuery extends OperationQuery {
  @ApiProperty({
    type: [String],
    description: 'A value to take away; repeated for several (a comma is part of the value)',
  })
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  values: string[];
}

export class EventsQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: '`true`: what comes is told too; else only what is remembered',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  follow?: 'true' | 'false';
}
