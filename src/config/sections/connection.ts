import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsWellFormedUnicode } from '../../validation';
import { IsBaseUrl, IsMilliseconds } from '../rules';

export class TimeoutsSection {
  @IsMilliseconds() @Min(1) connectMs = 1000;
  @IsMilliseconds() @Min(1) totalMs = 5000;
}

/** What every vendor account has; the rest of its fields are the vendor's own. */
export class ConnectionSection {
  @IsString() provider: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsBaseUrl({ each: true })
  baseUrls: string[];

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(1024)
  @IsWellFormedUnicode()
  defaultActorId?: string;

  @ValidateNested() @Type(() => TimeoutsSection) timeouts = new TimeoutsSection();

  @IsBoolean() sendTraceparent = false;

  /** Overrides by the quota's name. */
  @IsObject() quotas: Readonly<Record<string, unknown>> = {};
}

export class QuotaSection {
  @IsOptional() @IsInt() @Min(1) limit?: number;
  @IsOptional() @IsMilliseconds() @Min(1) windowMs?: number;
  @IsInt() @Min(0) reserve = 0;
}
